package dev.spillway.model;

import java.util.UUID;

/**
 * The ledger's own id of one wallet's account in one asset, or of one stripe of an outside account.
 */
public record AccountId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
