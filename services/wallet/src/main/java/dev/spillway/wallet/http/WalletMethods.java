package dev.spillway.wallet.http;

import dev.spillway.edge.http.AllowedMethods;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Things are made at these paths, all others are only read. */
@ApplicationScoped
public class WalletMethods implements AllowedMethods {
  private static final Set<String> MADE_AT =
      Set.of("/v1/wallets", "/v1/transfers", "/v1/transfer-batches");

  @Override
  public String of(String path) {
    return MADE_AT.contains(path) ? POSTED_TO : READ;
  }
}
