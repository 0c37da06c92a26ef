package dev.spillway.wallet.http;

import static dev.spillway.edge.http.AllowedMethods.POSTED_TO;
import static dev.spillway.edge.http.AllowedMethods.READ;

import dev.spillway.edge.http.AllowedMethods;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Where things are made and where they are only read. */
final class WalletMethods {
  @Produces
  @Singleton
  static AllowedMethods methods() {
    return AllowedMethods.of(
        Map.of(
            "/v1/assets", READ,
            "/v1/wallets", POSTED_TO,
            "/v1/wallets/{id}", READ,
            "/v1/wallets/{id}/balances", READ,
            "/v1/wallets/{id}/entries", READ,
            "/v1/transfers", POSTED_TO,
            "/v1/transfers/{id}", READ,
            "/v1/transfer-batches", POSTED_TO));
  }
}
