package dev.spillway.loadtests.rehearse;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A measure by which a new version is judged, as {@code k8s/platform/argo-rollouts} has it.
 *
 * @param query in PromQL, arguments filled in
 * @param failureLimit so many failed measurements are borne, one more aborts
 * @param inconclusiveLimit likewise of measurements that are neither good nor bad
 * @param errorLimit likewise of questions, one after the other, that Prometheus does not answer
 */
record AnalysisTemplate(
    String name,
    String query,
    Condition success,
    Condition failure,
    Duration initialDelay,
    Duration interval,
    int failureLimit,
    int inconclusiveLimit,
    int errorLimit) {

  /** What a measurement came to. */
  enum Phase {
    SUCCESSFUL,
    FAILED,
    INCONCLUSIVE
  }

  /**
   * Judges a result, as Argo Rollouts does where both conditions are given: failed first, then
   * successful, else inconclusive.
   */
  Phase judge(List<Double> result) {
    if (failure.holds(result)) {
      return Phase.FAILED;
    }
    return success.holds(result) ? Phase.SUCCESSFUL : Phase.INCONCLUSIVE;
  }

  /** The same with a query's windows, delay and interval made shorter by {@code pace}. */
  AnalysisTemplate at(Pace pace) {
    return new AnalysisTemplate(
        name,
        pace.windows(query),
        success,
        failure,
        pace.of(initialDelay),
        pace.of(interval),
        failureLimit,
        inconclusiveLimit,
        errorLimit);
  }

  /**
   * Reads a {@code ClusterAnalysisTemplate} with the patches that all of them get.
   *
   * @param measured values by JSON pointer, of the component {@code measured}
   * @param arguments by name, which replace the template's own
   */
  static AnalysisTemplate parse(
      String yaml, Map<String, Object> measured, Map<String, String> arguments) {
    Yaml template = Yaml.parse(yaml);
    if (template.at("spec", "metrics").size() != 1) {
      throw new IllegalArgumentException("a template with another number of metrics than one");
    }
    String name = template.at("metadata", "name").text();
    Yaml metric = template.at("spec", "metrics").item(0);
    Map<String, String> values = arguments(template, arguments);
    return new AnalysisTemplate(
        name,
        filled(metric.at("provider", "prometheus", "query").text().strip(), values),
        Condition.parse(filled(metric.at("successCondition").text(), values)),
        Condition.parse(filled(metric.at("failureCondition").text(), values)),
        Pace.duration(patched(measured, "initialDelay")),
        Pace.duration(patched(measured, "interval")),
        Integer.parseInt(patched(measured, "failureLimit")),
        Integer.parseInt(patched(measured, "inconclusiveLimit")),
        Integer.parseInt(patched(measured, "consecutiveErrorLimit")));
  }

  private static Map<String, String> arguments(Yaml template, Map<String, String> given) {
    Map<String, String> values = new java.util.HashMap<>();
    for (Yaml argument : template.at("spec", "args").items()) {
      String name = argument.at("name").text();
      String value = given.get(name);
      if (value == null) {
        value = argument.at("value").textOr(null);
      }
      if (value == null) {
        throw new IllegalArgumentException("nobody gives " + name);
      }
      values.put(name, value);
    }
    return values;
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{args." + value.getKey() + "}}", value.getValue());
    }
    if (filled.contains("{{")) {
      throw new IllegalArgumentException("an argument that the template does not name: " + filled);
    }
    return filled;
  }

  private static String patched(Map<String, Object> measured, String field) {
    Object value = measured.get("/spec/metrics/0/" + field);
    if (value == null) {
      throw new IllegalArgumentException("the component 'measured' does not say " + field);
    }
    return value.toString();
  }
}
