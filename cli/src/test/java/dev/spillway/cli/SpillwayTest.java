package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.SignedJWT;
import dev.spillway.cli.dora.ScratchRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SpillwayTest {

  @TempDir private Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-command",
        "up --no-such-option",
        "token",
        "token alice bob",
        "token alice --ttl soon",
        "token alice --ttl PT0S",
        "token alice --ttl PT9999999999999H",
        "deposit alice 5",
        "replay wallet.deposits.v1",
        "giveaway",
        "giveaway demo --prizes 0",
        "giveaway demo --claimants many",
        "status now",
        "dora --days 0"
      })
  void a_wrong_argument_gets_one_line_on_stderr_and_status_2(String arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void an_unknown_command_is_told_as_one() {
    assertThat(run("no-such-command")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no command 'no-such-command'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "up",
        "down",
        "status",
        "token",
        "deposit",
        "replay",
        "giveaway",
        "giveaway demo",
        "test",
        "spike",
        "bench",
        "chaos",
        "rehearse",
        "dora"
      })
  void every_command_answers_help(String command) {
    assertThat(run(command + " --help")).isZero();
    assertThat(out.toString()).contains("Usage: spillway " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_token_is_for_the_user_with_the_scope_wallet() throws Exception {
    assertThat(run("token alice")).isZero();
    var claims = SignedJWT.parse(out.toString().strip()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getStringClaim("scope")).isEqualTo("wallet");
    assertThat(claims.getIssuer()).isEqualTo("http://localhost:8189");
  }

  @Test
  void nothing_runs_before_up() {
    assertThat(run("status")).isEqualTo(1);
    assertThat(out.toString().lines()).hasSize(7);
    assertThat(out.toString()).contains("PostgreSQL").contains("stopped").doesNotContain(" up ");
    assertThat(run("down")).isZero();
    assertThat(out.toString()).endsWith("Nothing is running\n");
  }

  @Test
  void a_deposit_without_a_wallet_service_says_how_to_start_one() {
    assertThat(run("deposit alice 5 USDT")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("spillway up");
  }

  @Test
  void a_service_that_was_not_built_is_named_before_anything_stays_running() {
    // All parts are somebody else's, so only the service is left to start.
    var environment =
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/spillway",
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
            "QUARKUS_REDIS_HOSTS", "redis://valkey:6379",
            "QUARKUS_OIDC_AUTH_SERVER_URL", "https://issuer");
    assertThat(run(environment, "up --detach")).isEqualTo(1);
    assertThat(out.toString()).contains("Kafka is not started: KAFKA_BOOTSTRAP_SERVERS is set");
    assertThat(err.toString()).contains("wallet has not been built");
  }

  @Test
  void the_figures_of_delivery_come_from_the_history_and_go_to_people_or_programs()
      throws Exception {
    Instant now = Instant.now();
    ScratchRepository repository = new ScratchRepository(root);
    repository.pin(now.minus(Duration.ofDays(2)), "wallet", "0.1.0");
    repository.pin(now.minus(Duration.ofDays(1)), "wallet", "0.2.0");

    assertThat(run("dora --days 10")).isZero();
    assertThat(out.toString()).contains("0.20 a day").contains("0 of 2 deploys");
    out.getBuffer().setLength(0);
    assertThat(run("dora --days 10 --json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("deploys").intValue()).isEqualTo(2);
    assertThat(json.path("leadTimeSeconds").isNull()).isTrue();
  }

  @Test
  void a_history_without_that_branch_is_one_line() {
    assertThat(run("dora --branch elsewhere")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private int run(String arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String arguments) {
    CommandLine commandLine =
        Spillway.commandLine(new Installation(root, 100, environment))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments.isBlank() ? new String[0] : arguments.strip().split(" "));
  }
}
