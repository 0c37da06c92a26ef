/** How much one caller may ask for, whichever pod it asks. */
@NullMarked
package dev.spillway.wallet.ratelimit;

import org.jspecify.annotations.NullMarked;
