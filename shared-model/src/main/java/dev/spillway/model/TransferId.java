package dev.spillway.model;

import java.util.UUID;

/** A transfer's public id; also the id of a command that makes one. */
public record TransferId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
