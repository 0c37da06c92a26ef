package dev.spillway.giveaway.claim;

import dev.spillway.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a claim. The gate remembers it as a letter and a text, which only this class and
 * the scripts read.
 */
public sealed interface ClaimState {
  /** No result yet. */
  sealed interface Pending extends ClaimState {
    String ownerId();
  }

  /** A place is taken; whether Kafka has the claim is not known. */
  record Reserved(String ownerId) implements Pending {}

  /** Kafka has the claim, and so has the database. */
  record Accepted(String ownerId) implements Pending {}

  /** Paid, by that transfer. */
  record Credited(String transferId) implements ClaimState {}

  /**
   * Refused by the ledger for good.
   *
   * @param code one of {@link ProblemCode}'s
   */
  record Rejected(String code) implements ClaimState {
    /** Whether the place goes to somebody else: not when there is nothing left to pay it with. */
    public boolean freesPlace() {
      return !code.equals(ProblemCode.CAMPAIGN_EXHAUSTED.code());
    }
  }

  /** How the gate remembers it. */
  default String remembered() {
    return switch (this) {
      case Reserved(String ownerId) -> "p" + ownerId;
      case Accepted(String ownerId) -> "a" + ownerId;
      case Credited(String transferId) -> "c" + transferId;
      case Rejected rejected -> (rejected.freesPlace() ? "f" : "r") + rejected.code();
    };
  }

  /** The state that is so remembered; null when the text is not one. */
  static @Nullable ClaimState of(String remembered) {
    if (remembered.isEmpty()) {
      return null;
    }
    String rest = remembered.substring(1);
    return switch (remembered.charAt(0)) {
      case 'p' -> new Reserved(rest);
      case 'a' -> new Accepted(rest);
      case 'c' -> new Credited(rest);
      case 'r', 'f' -> new Rejected(rest);
      default -> null;
    };
  }

  /** The word that clients know it by. */
  default String word() {
    return switch (this) {
      case Pending _ -> "pending";
      case Credited _ -> "credited";
      case Rejected _ -> "rejected";
    };
  }
}
