package dev.spillway.giveaway.boot;

import static dev.spillway.edge.http.AllowedMethods.POSTED_TO;
import static dev.spillway.edge.http.AllowedMethods.READ;

import dev.spillway.edge.http.AllowedMethods;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Where campaigns and claims are made, and where they are only read. */
final class GiveawayMethods {
  @Produces
  @Singleton
  static AllowedMethods methods() {
    return AllowedMethods.of(
        Map.of(
            "/v1/campaigns", POSTED_TO,
            "/v1/campaigns/{id}", READ,
            "/v1/campaigns/{id}/claims", POSTED_TO,
            "/v1/campaigns/{id}/close", POSTED_TO,
            "/v1/claims/{id}", READ,
            "/v1/claims/stream", READ));
  }
}
