/** Decides whether a request may wait for the ledger, before it does. */
@NullMarked
package dev.spillway.wallet.admission;

import org.jspecify.annotations.NullMarked;
