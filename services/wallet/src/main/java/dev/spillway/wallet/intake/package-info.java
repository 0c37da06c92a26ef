/**
 * Takes in what other services publish: deposits, claims, orders for treasuries. A record becomes a
 * command or goes to the dead-letter topic; nothing else can happen to it, and its offset is
 * committed only then.
 */
@NullMarked
package dev.spillway.wallet.intake;

import org.jspecify.annotations.NullMarked;
