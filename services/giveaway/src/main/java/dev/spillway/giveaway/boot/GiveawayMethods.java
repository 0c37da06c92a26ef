package dev.spillway.giveaway.boot;

import dev.spillway.edge.http.AllowedMethods;
import jakarta.enterprise.context.ApplicationScoped;

/** Campaigns and claims are made at some paths; all others are only read. */
@ApplicationScoped
public class GiveawayMethods implements AllowedMethods {
  @Override
  public String of(String path) {
    return path.equals("/v1/campaigns")
            || (path.startsWith("/v1/campaigns/")
                && (path.endsWith("/claims") || path.endsWith("/close")))
        ? POSTED_TO
        : READ;
  }
}
