package dev.spillway.wallet.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.asset.AssetResource;
import dev.spillway.wallet.balance.BalanceResource;
import dev.spillway.wallet.history.EntryResource;
import dev.spillway.wallet.transfer.TransferBatchResource;
import dev.spillway.wallet.transfer.TransferResource;
import dev.spillway.wallet.wallet.WalletResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Paths;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API says what the service does, and the service serves just that. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ApiDocumentTest {
  private static final List<Class<?>> RESOURCES =
      List.of(
          AssetResource.class,
          BalanceResource.class,
          EntryResource.class,
          TransferBatchResource.class,
          TransferResource.class,
          WalletResource.class);

  @TestHTTPResource("/")
  URI base;

  @Test
  void the_service_serves_the_committed_description() throws Exception {
    JsonNode committed =
        new YAMLMapper().readTree(Paths.get("../../docs/api/wallet.yaml").toFile());

    assertThat(served()).isEqualTo(committed);
  }

  @Test
  void every_call_is_described_and_every_description_is_a_call() throws Exception {
    SortedSet<String> described = new TreeSet<>();
    served()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(call -> described.add(call.getKey() + " " + path.getKey())));

    assertThat(described).isEqualTo(calls());
  }

  @Test
  void every_call_has_an_example_of_what_it_takes_and_gives() throws Exception {
    served()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        call -> {
                          JsonNode success =
                              call.getValue().path("responses").properties().stream()
                                  .filter(it -> it.getKey().startsWith("2"))
                                  .findFirst()
                                  .orElseThrow()
                                  .getValue();
                          assertThat(success.at("/content/application~1json/examples").isEmpty())
                              .as("no example of an answer of %s", path.getKey())
                              .isFalse();
                          if (call.getKey().equals("post")) {
                            assertThat(
                                    call.getValue()
                                        .at("/requestBody/content/application~1json/examples")
                                        .isEmpty())
                                .as("no example of a body of %s", path.getKey())
                                .isFalse();
                          }
                        }));
  }

  @Test
  void the_methods_that_a_refusal_names_are_those_that_are_described() throws Exception {
    served()
        .path("paths")
        .properties()
        .forEach(
            path -> {
              String allowed = path.getValue().has("post") ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
              assertThat(path.getValue().size()).isEqualTo(1);
              assertThat(WalletMethods.methods().at(path.getKey())).contains(allowed);
            });
  }

  @Test
  void the_codes_of_problems_are_all_of_this_service() throws Exception {
    for (JsonNode code : served().at("/components/schemas/Problem/properties/code/enum")) {
      assertThat(ProblemCode.values()).extracting(ProblemCode::code).contains(code.asText());
    }
  }

  private JsonNode served() throws Exception {
    String json = new Client(base, "anybody", null).get("/q/openapi?format=json").body();
    return new ObjectMapper().readTree(json);
  }

  private static SortedSet<String> calls() {
    SortedSet<String> calls = new TreeSet<>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            Path below = method.getAnnotation(Path.class);
            calls.add(
                verb.value().toLowerCase(Locale.ROOT)
                    + " "
                    + resource.getAnnotation(Path.class).value()
                    + (below == null ? "" : below.value()));
          }
        }
      }
    }
    return calls;
  }
}
