/**
 * Takes in what other services publish: deposits. A record becomes a command or goes to the
 * dead-letter topic; nothing else can happen to it, and its offset is committed only then.
 */
@NullMarked
package dev.spillway.wallet.intake;

import org.jspecify.annotations.NullMarked;
