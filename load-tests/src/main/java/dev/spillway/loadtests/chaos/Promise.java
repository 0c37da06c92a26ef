package dev.spillway.loadtests.chaos;

import java.math.BigInteger;
import java.util.UUID;

/**
 * What a client or a producer was told and may rely on from then on. Every transfer of the campaign
 * carries its key as its {@code reference}, so that the books can be asked what a key has done.
 */
sealed interface Promise {

  /** A transfer, alone or in a batch, was answered as posted. */
  record Posted(UUID transfer, UUID from, UUID to, String asset, BigInteger units, String reference)
      implements Promise {}

  /** A transfer was refused for good: nothing may ever be posted under that reference. */
  record Refused(String reference) implements Promise {}

  /** The broker acknowledged a deposit's event, perhaps several times. */
  record Deposited(String deposit, UUID wallet, String asset, BigInteger units)
      implements Promise {}

  /** An owner was told the id of the one wallet that he has. */
  record Opened(String owner, UUID wallet) implements Promise {}
}
