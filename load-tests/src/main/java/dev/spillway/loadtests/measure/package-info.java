/** Driving load and keeping what was seen: rounds, their series, and ratios of their medians. */
@NullMarked
package dev.spillway.loadtests.measure;

import org.jspecify.annotations.NullMarked;
