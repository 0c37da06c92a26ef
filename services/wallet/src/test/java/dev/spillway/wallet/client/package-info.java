/** The service as its clients use it, for tests over HTTP. */
@NullMarked
package dev.spillway.wallet.client;

import org.jspecify.annotations.NullMarked;
