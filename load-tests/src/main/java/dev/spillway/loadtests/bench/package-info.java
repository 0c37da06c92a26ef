/** The benchmarks behind {@code ./spillway bench}. */
@NullMarked
package dev.spillway.loadtests.bench;

import org.jspecify.annotations.NullMarked;
