/** Forgets what has been kept for as long as was promised. */
@NullMarked
package dev.spillway.wallet.retention;

import org.jspecify.annotations.NullMarked;
