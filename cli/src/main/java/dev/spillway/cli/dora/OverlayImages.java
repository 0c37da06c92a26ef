package dev.spillway.cli.dora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The images that a {@code kustomization.yaml} pins. */
final class OverlayImages {

  private OverlayImages() {}

  /**
   * A version that an overlay runs.
   *
   * @param image its name in the registry
   * @param version its tag or digest
   */
  record Pinned(String image, String version) {}

  /** By the name in the base; nothing of what cannot be read as a kustomization. */
  static Map<String, Pinned> of(Optional<String> kustomization) {
    Map<String, Pinned> pinned = new TreeMap<>();
    if (kustomization.flatMap(OverlayImages::load).orElse(Map.of()).get("images")
        instanceof List<?> images) {
      for (Object image : images) {
        if (image instanceof Map<?, ?> fields) {
          pinned.put(
              text(fields, "name"),
              new Pinned(text(fields, "newName"), text(fields, "newTag") + text(fields, "digest")));
        }
      }
    }
    return pinned;
  }

  private static Optional<Map<?, ?>> load(String yaml) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml) instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (YAMLException e) {
      // Some commit of the past may hold anything; it deployed nothing then.
      return Optional.empty();
    }
  }

  private static String text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null ? "" : value.toString();
  }
}
