package dev.spillway.wallet.http;

import java.util.Set;

/**
 * What a resource answers, for the {@code Allow} header that RFC 9110 §15.5.6 demands with a 405;
 * the framework does not tell. Things are made at these paths, all others are only read.
 */
final class AllowedMethods {
  private static final Set<String> MADE_AT =
      Set.of("/v1/wallets", "/v1/transfers", "/v1/transfer-batches");

  private AllowedMethods() {}

  static String of(String path) {
    return MADE_AT.contains(path) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
  }
}
