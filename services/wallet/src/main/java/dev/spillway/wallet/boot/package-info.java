/** Puts the plain parts together out of configuration, once, at start. */
@NullMarked
package dev.spillway.wallet.boot;

import org.jspecify.annotations.NullMarked;
