package dev.spillway.giveaway.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How campaigns are answered for. */
@ConfigMapping(prefix = "spillway.campaigns")
public interface CampaignConfig {
  /**
   * How long the answer to making or closing a campaign waits for the ledger's. That usually takes
   * some hundredths of a second, and a client should not need to ask again; after this long it is
   * told how the campaign stands.
   */
  @WithDefault("2S")
  Duration patience();
}
