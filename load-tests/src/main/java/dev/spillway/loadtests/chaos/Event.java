package dev.spillway.loadtests.chaos;

import java.math.BigInteger;
import java.util.UUID;

/**
 * One record of the outgoing topic.
 *
 * @param balance of the wallet after the entry, in the asset's smallest unit
 * @param place partition and offset, for messages
 */
record Event(
    UUID wallet, String asset, long seq, UUID transfer, BigInteger balance, String place) {}
