package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal goes by is what Argo CD applies. */
class DeliveryTest {
  private static final Path K8S = Path.of("../k8s");

  @TempDir private Path copy;

  @Test
  void the_steps_and_measures_of_the_tree_can_all_be_read() throws IOException {
    Delivery delivery = Delivery.of(K8S, "wallet", "abc");
    assertThat(delivery.steps()).extracting(Delivery.Step::percent).isSorted().endsWith(100);
    assertThat(delivery.templates())
        .extracting(AnalysisTemplate::name)
        .containsExactly("success-rate", "latency", "refusals", "memory");
    assertThat(delivery.templates())
        .allSatisfy(
            template -> {
              assertThat(template.query()).contains("abc").doesNotContain("{{");
              assertThat(template.initialDelay()).isPositive();
              assertThat(template.interval()).isPositive();
            });
    // A pod has to be able to end within its time: preStop is a part of it.
    assertThat(delivery.grace()).isGreaterThan(delivery.preStop());
  }

  @Test
  void a_threshold_that_is_changed_in_the_tree_is_changed_here() throws IOException {
    copyTree();
    Path file = copy.resolve("platform/argo-rollouts/manifests/latency.yaml");
    Files.writeString(
        file,
        Files.readString(file).replaceFirst("p99-ms, value: \"\\d+\"", "p99-ms, value: \"77\""));
    AnalysisTemplate latency =
        Delivery.of(copy, "wallet", "abc").templates().stream()
            .filter(it -> it.name().equals("latency"))
            .findFirst()
            .orElseThrow();
    assertThat(latency.judge(List.of(77.0))).isEqualTo(AnalysisTemplate.Phase.SUCCESSFUL);
    assertThat(latency.judge(List.of(78.0))).isEqualTo(AnalysisTemplate.Phase.FAILED);
  }

  @Test
  void a_component_that_no_longer_says_how_often_is_refused() throws IOException {
    copyTree();
    Path file = copy.resolve("platform/argo-rollouts/manifests/measured/kustomization.yaml");
    Files.writeString(file, Files.readString(file).replaceAll("(?m)^.*failureLimit.*$", ""));
    assertThatThrownBy(() -> Delivery.of(copy, "wallet", "abc"))
        .hasMessageContaining("failureLimit");
  }

  @Test
  void a_weight_and_its_pause_are_one_step() {
    assertThat(
            Delivery.steps(
                Yaml.parse("[{setWeight: 5}, {pause: {duration: 5m}}, {setWeight: 100}]").items()))
        .containsExactly(
            new Delivery.Step(5, Duration.ofMinutes(5)), new Delivery.Step(100, Duration.ZERO));
  }

  @Test
  void a_pause_that_waits_for_a_person_is_refused() {
    assertThatThrownBy(() -> Delivery.steps(Yaml.parse("[{setWeight: 5}, {pause: {}}]").items()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_argument_that_nobody_gives_is_refused() {
    assertThatThrownBy(
            () ->
                AnalysisTemplate.parse(
                    """
                    metadata: { name: it }
                    spec:
                      args: [{ name: limit }]
                      metrics: [{ name: it }]
                    """,
                    java.util.Map.of(),
                    java.util.Map.of()))
        .hasMessageContaining("limit");
  }

  private void copyTree() throws IOException {
    for (String folder : List.of("apps/service", "platform/argo-rollouts/manifests")) {
      try (Stream<Path> files = Files.walk(K8S.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(K8S.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
