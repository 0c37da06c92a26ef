package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml, as far as it can be judged without Docker. */
class ComposeFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path COMMON =
      ROOT.resolve("edge/src/main/resources/META-INF/microprofile-config.properties");
  private static final Path DEPLOY = ROOT.resolve("deploy/compose");

  /** Named in a value, with what is taken when it is not set. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::[^}]*)?}");

  private static final Pattern METRIC = Pattern.compile("\\bspillway_[a-z0-9_]+");
  private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|SECRET|PRIVATE|JAAS).*");

  /** What has nothing to ask for its health with, or ends by itself. */
  private static final Set<String> WITHOUT_HEALTHCHECK = Set.of("otel-collector", "hydra-migrate");

  private final JsonNode compose = yaml(ROOT.resolve("docker-compose.yml"));

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "giveaway"})
  void a_service_reads_every_variable_that_it_is_given(String name) throws IOException {
    Set<String> given = new TreeSet<>(names(service(name).path("environment")));
    given.addAll(generated(service(name).path("env_file").asText()));
    Path properties = properties(name);
    if (!Files.exists(properties)) {
      // A service that is not in this checkout cannot be asked.
      return;
    }

    assertThat(known(properties)).containsAll(given);
  }

  @Test
  void a_service_is_asked_for_its_health_on_its_own_port() throws IOException {
    for (String name : List.of("wallet", "giveaway")) {
      if (Files.exists(properties(name))) {
        String port = load(properties(name)).getProperty("quarkus.http.port");

        assertThat(service(name).at("/healthcheck/test").toString())
            .contains("http://localhost:" + port + Service.READY_PATH);
        assertThat(service(name).path("ports").toString()).contains(":" + port + ":" + port);
      }
    }
  }

  @Test
  void every_image_has_an_exact_tag() {
    eachService(
        (name, service) ->
            assertThat(service.path("image").asText())
                .as(name)
                .matches("[a-z0-9./-]+:v?\\d+\\.\\d+\\.\\d+[a-zA-Z0-9.-]*"));
  }

  @Test
  void what_a_service_waits_for_can_become_so() {
    eachService(
        (name, service) -> {
          JsonNode needs = service.path("depends_on");
          for (String needed : names(needs)) {
            JsonNode other = service(needed);
            assertThat(other.isMissingNode()).as("%s needs %s", name, needed).isFalse();
            String condition = needs.path(needed).path("condition").asText();
            if (condition.equals("service_healthy")) {
              assertThat(other.has("healthcheck")).as("%s is asked", needed).isTrue();
            } else {
              assertThat(WITHOUT_HEALTHCHECK).as("%s of %s", condition, needed).contains(needed);
            }
          }
        });
  }

  @Test
  void everything_that_runs_is_asked_for_its_health_and_bounded() {
    eachService(
        (name, service) -> {
          assertThat(service.has("mem_limit")).as("memory of %s", name).isTrue();
          JsonNode check = service.path("healthcheck");
          if (!WITHOUT_HEALTHCHECK.contains(name)) {
            assertThat(check.at("/test/0").asText()).as(name).isEqualTo("CMD");
            assertThat(names(check)).as(name).contains("interval", "timeout", "retries");
          }
        });
  }

  @Test
  void nothing_is_published_beyond_this_machine() {
    eachService(
        (name, service) ->
            service
                .path("ports")
                .forEach(port -> assertThat(port.asText()).as(name).startsWith("127.0.0.1:")));
  }

  @Test
  void volumes_are_declared_and_files_are_there() {
    Set<String> declared = Set.copyOf(names(compose.path("volumes")));
    eachService(
        (name, service) ->
            service
                .path("volumes")
                .forEach(
                    volume -> {
                      String source = volume.asText().split(":", -1)[0];
                      if (source.startsWith("./")) {
                        assertThat(ROOT.resolve(source)).as(name).exists();
                      } else {
                        assertThat(declared).as(name).contains(source);
                      }
                    }));
  }

  @Test
  void secrets_come_from_files_that_are_made_and_not_kept() throws IOException {
    eachService(
        (name, service) -> {
          assertThat(names(service.path("environment")))
              .as(name)
              .noneMatch(variable -> SECRET.matcher(variable).matches());
          String file = service.path("env_file").asText();
          if (!file.isEmpty()) {
            assertThat(file).startsWith(".spillway/compose/");
            assertThat(generated(file)).as(file).hasSize(1);
          }
        });
    assertThat(Files.readAllLines(ROOT.resolve(".gitignore"))).contains(".spillway/");
  }

  @Test
  void dashboards_show_metrics_that_there_are() throws IOException {
    String explained = Files.readString(ROOT.resolve("docs/metrics.md"));
    Set<String> shown = new TreeSet<>();
    try (Stream<Path> boards = Files.list(DEPLOY.resolve("grafana/dashboards"))) {
      for (Path board : boards.toList()) {
        for (JsonNode target : yaml(board).findValues("expr")) {
          METRIC.matcher(target.asText()).results().forEach(found -> shown.add(found.group()));
        }
      }
    }

    assertThat(shown).isNotEmpty();
    assertThat(shown)
        .allSatisfy(
            metric ->
                assertThat(explained).contains("`" + metric.replaceFirst("_bucket$", "") + "`"));
  }

  @Test
  void prometheus_scrapes_the_services_where_they_listen() {
    JsonNode jobs = yaml(DEPLOY.resolve("prometheus.yml")).path("scrape_configs");
    for (JsonNode job : jobs) {
      String[] target = job.at("/static_configs/0/targets/0").asText().split(":", -1);

      assertThat(service(target[0]).isMissingNode()).as(target[0]).isFalse();
      assertThat(service(target[0]).path("ports").toString()).contains(":" + target[1]);
      assertThat(job.path("metrics_path").asText()).isEqualTo("/q/metrics");
    }
    assertThat(jobs).hasSize(2);
  }

  private interface Look {
    void at(String name, JsonNode service);
  }

  private void eachService(Look look) {
    names(compose.path("services")).forEach(name -> look.at(name, service(name)));
  }

  private JsonNode service(String name) {
    return compose.path("services").path(name);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The variables that the script puts into a file. */
  private static List<String> generated(String file) {
    String name = Path.of(file).getFileName().toString();
    Matcher write =
        Pattern.compile("write " + Pattern.quote(name) + " <<<\"([A-Z_]+)=")
            .matcher(text(DEPLOY.resolve("secrets")));
    return write.results().map(found -> found.group(1)).toList();
  }

  /** The variables that set a property of the service, by SmallRye's rule for names. */
  private static Set<String> known(Path properties) throws IOException {
    Properties all = load(COMMON);
    all.putAll(load(properties));
    Set<String> names =
        all.stringPropertyNames().stream()
            .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    for (Map.Entry<Object, Object> property : all.entrySet()) {
      VARIABLE
          .matcher(property.getValue().toString())
          .results()
          .forEach(found -> names.add(found.group(1)));
    }
    return names;
  }

  private static Path properties(String service) {
    return ROOT.resolve("services/" + service + "/src/main/resources/application.properties");
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static JsonNode yaml(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      // Not Jackson's own YAML, which knows nothing of anchors and merges.
      return new ObjectMapper()
          .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}
