/** What every test of the service shares. */
@NullMarked
package dev.spillway.wallet;

import org.jspecify.annotations.NullMarked;
