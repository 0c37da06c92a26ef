package dev.spillway.edge.asset;

import dev.spillway.model.Asset;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The assets that this service knows, from its configuration. */
@ApplicationScoped
public class Assets {
  private final List<Asset> all;
  private final Map<String, Optional<Asset>> byCode;

  Assets(AssetsConfig config) {
    this.all =
        config.byCode().entrySet().stream()
            .map(e -> new Asset(e.getKey(), e.getValue().scale(), e.getValue().name()))
            .sorted(Comparator.comparing(Asset::code))
            .toList();
    this.byCode = all.stream().collect(Collectors.toUnmodifiableMap(Asset::code, Optional::of));
  }

  /** All of them, by code. */
  public List<Asset> all() {
    return all;
  }

  /** The asset of that code; codes are case-sensitive. */
  public Optional<Asset> byCode(String code) {
    return byCode.getOrDefault(code, Optional.empty());
  }

  /** The asset of a stored row. Assets are never taken out of the configuration. */
  public Asset stored(String code) {
    return byCode(code)
        .orElseThrow(() -> new IllegalStateException("asset " + code + " is not configured"));
  }
}
