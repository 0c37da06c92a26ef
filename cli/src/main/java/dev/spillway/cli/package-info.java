/** The commands behind {@code ./spillway}. */
@NullMarked
package dev.spillway.cli;

import org.jspecify.annotations.NullMarked;
