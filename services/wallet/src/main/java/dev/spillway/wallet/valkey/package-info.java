/** The one door to Valkey: bounded in time, closed while the server is away. */
@NullMarked
package dev.spillway.wallet.valkey;

import org.jspecify.annotations.NullMarked;
