package dev.spillway.model;

import java.util.UUID;

/** A wallet's public id. */
public record WalletId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
