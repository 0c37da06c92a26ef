package dev.spillway.edge.asset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The assets as configured: {@code spillway.assets.CODE.scale} and {@code .name}. */
@ConfigMapping(prefix = "spillway.assets")
public interface AssetsConfig {
  @WithParentName
  Map<String, Description> byCode();

  /** What is said of one asset. */
  interface Description {
    /** How many decimals one unit has. Never change it once amounts are stored. */
    int scale();

    /** The name for people. */
    String name();
  }
}
