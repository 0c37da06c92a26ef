package dev.spillway.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clusters tell the services about Kafka (k8s/apps/service/settings.env) can be obeyed. */
class KafkaByRoleTest {
  private static final String BROKER = "b-1.events.abc123.c2.kafka.ca-central-1.amazonaws.com";

  @BeforeEach
  void haveARole() {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "an example, not a secret");
  }

  @AfterEach
  void haveNone() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void a_client_signs_its_first_message_to_a_broker_by_its_role() throws Exception {
    Properties told = new Properties();
    try (Reader env = Files.newBufferedReader(Path.of("../k8s/apps/service/settings.env"))) {
      told.load(env);
    }
    String mechanism = told.getProperty("KAFKA_SASL_MECHANISM");
    List<AppConfigurationEntry> entries =
        JaasContext.loadClientContext(
                Map.of(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    new Password(told.getProperty("KAFKA_SASL_JAAS_CONFIG"))))
            .configurationEntries();
    AuthenticateCallbackHandler handler =
        Utils.newInstance(
            told.getProperty("KAFKA_SASL_CLIENT_CALLBACK_HANDLER_CLASS"),
            AuthenticateCallbackHandler.class);
    handler.configure(Map.of(), mechanism, entries);
    Utils.newInstance(entries.getFirst().getLoginModuleName(), LoginModule.class)
        .initialize(new Subject(), handler, Map.of(), Map.of());

    SaslClient client =
        Sasl.createSaslClient(new String[] {mechanism}, null, "kafka", BROKER, Map.of(), handler);
    JsonNode message = new ObjectMapper().readTree(client.evaluateChallenge(new byte[0]));

    assertThat(message.path("host").asText()).isEqualTo(BROKER);
    assertThat(message.path("action").asText()).isEqualTo("kafka-cluster:Connect");
    assertThat(message.path("x-amz-credential").asText())
        .startsWith("AKIDEXAMPLE/")
        .endsWith("/ca-central-1/kafka-cluster/aws4_request");
    assertThat(message.path("x-amz-signature").asText()).matches("[0-9a-f]{64}");
  }
}
