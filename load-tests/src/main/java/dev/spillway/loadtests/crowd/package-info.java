/** Whom the load of k6 and Gatling comes from: users with tokens, wallets and money. */
@NullMarked
package dev.spillway.loadtests.crowd;

import org.jspecify.annotations.NullMarked;
