package dev.spillway.loadtests.chaos;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import java.math.BigInteger;
import java.util.UUID;

/** A transfer as it is asked for; its reference is its key, or its batch's key and its place. */
record Order(UUID from, UUID to, Asset asset, BigInteger units, String reference) {

  String json() {
    return """
    {"from":"%s","to":"%s","asset":"%s","amount":"%s","reference":"%s"}"""
        .formatted(from, to, asset.code(), Amount.format(units, asset), reference);
  }
}
