package dev.spillway.loadtests.rehearse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code k8s/} says of how a version of the wallet service comes, is watched, and goes. Read
 * from the files that Argo CD applies: nothing of it is written a second time here.
 *
 * @param steps of the canary
 * @param templates those that the strategy names, with their arguments filled in
 * @param memoryLimit of a pod, in bytes
 * @param preStop how long a pod that ends goes on as if nothing were
 * @param grace from there to the kill
 * @param probePeriod of readiness
 * @param probeFailures so many make a pod unready
 */
record Delivery(
    List<Step> steps,
    List<AnalysisTemplate> templates,
    long memoryLimit,
    Duration preStop,
    Duration grace,
    Duration probePeriod,
    int probeFailures) {
  private static final String TEMPLATES = "platform/argo-rollouts/manifests/";

  /**
   * A weight, and how long it is kept.
   *
   * @param percent of the requests that go to the new version
   */
  record Step(int percent, Duration pause) {}

  /** Reads the folder {@code k8s}. */
  static Delivery of(Path k8s, String service, String canaryHash) throws IOException {
    Yaml canary =
        Yaml.parse(Files.readString(k8s.resolve("apps/service/rollout-strategy.yaml")))
            .at("spec", "strategy", "canary");
    Map<String, Object> measured =
        measured(Files.readString(k8s.resolve(TEMPLATES + "measured/kustomization.yaml")));
    List<AnalysisTemplate> templates = new ArrayList<>();
    for (Yaml named : canary.at("analysis", "templates").items()) {
      Path file = k8s.resolve(TEMPLATES + named.at("templateName").text() + ".yaml");
      templates.add(
          AnalysisTemplate.parse(
              Files.readString(file),
              measured,
              Map.of("service", service, "canary-hash", canaryHash)));
    }
    Map<String, Yaml> container =
        container(Files.readString(k8s.resolve("apps/service/container.yaml")));
    Yaml readiness = patch(container, "readinessProbe");
    Yaml pod = Yaml.parse(Files.readString(k8s.resolve("apps/service/rollout-pod.yaml")));
    return new Delivery(
        steps(canary.at("steps").items()),
        List.copyOf(templates),
        bytes(patch(container, "resources").at("limits", "memory").text()),
        Duration.ofSeconds(
            patch(container, "lifecycle").at("preStop", "sleep", "seconds").number()),
        Duration.ofSeconds(
            pod.at("spec", "template", "spec", "terminationGracePeriodSeconds").number()),
        Duration.ofSeconds(readiness.at("periodSeconds").number()),
        readiness.at("failureThreshold").number());
  }

  /** A step that sets a weight and one that pauses are one here; a pause without end is refused. */
  static List<Step> steps(List<Yaml> items) {
    List<Step> steps = new ArrayList<>();
    Optional<Integer> weight = Optional.empty();
    for (Yaml item : items) {
      if (item.at("setWeight").isThere()) {
        weight.ifPresent(percent -> steps.add(new Step(percent, Duration.ZERO)));
        weight = Optional.of(item.at("setWeight").number());
      } else if (item.at("pause").isThere() && weight.isPresent()) {
        steps.add(new Step(weight.get(), Pace.duration(item.at("pause", "duration").text())));
        weight = Optional.empty();
      } else {
        throw new IllegalArgumentException("a step that is not understood: " + item.value());
      }
    }
    weight.ifPresent(percent -> steps.add(new Step(percent, Duration.ZERO)));
    return List.copyOf(steps);
  }

  private static Map<String, Object> measured(String kustomization) {
    Map<String, Object> values = new HashMap<>();
    for (Yaml patch : Yaml.parse(kustomization).at("patches").items()) {
      for (Yaml operation : Yaml.parse(patch.at("patch").text()).items()) {
        values.put(operation.at("path").text(), operation.at("value").text());
      }
    }
    return values;
  }

  private static Map<String, Yaml> container(String patches) {
    Map<String, Yaml> values = new HashMap<>();
    for (Yaml operation : Yaml.parse(patches).items()) {
      String path = operation.at("path").text();
      values.put(path.substring(path.lastIndexOf('/') + 1), operation.at("value"));
    }
    return values;
  }

  private static Yaml patch(Map<String, Yaml> container, String field) {
    Yaml value = container.get(field);
    if (value == null) {
      throw new IllegalArgumentException("the container has no " + field);
    }
    return value;
  }

  /** Of a Kubernetes quantity in Mi or Gi. */
  static long bytes(String quantity) {
    long number = Long.parseLong(quantity.substring(0, quantity.length() - 2));
    return switch (quantity.substring(quantity.length() - 2)) {
      case "Mi" -> number << 20;
      case "Gi" -> number << 30;
      default ->
          throw new IllegalArgumentException("a quantity that is not understood: " + quantity);
    };
  }
}
