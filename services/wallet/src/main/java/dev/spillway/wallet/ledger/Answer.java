package dev.spillway.wallet.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it is kept for repetitions. The ledger does not look inside.
 *
 * @param status the edge's status word, for HTTP the status code
 * @param location the resource that was made, when there is one
 * @param body the body's text
 */
public record Answer(int status, @Nullable String location, String body) {}
