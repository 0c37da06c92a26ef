/** The databases that benchmarks run on: made, filled, watched, and checked afterwards. */
@NullMarked
package dev.spillway.loadtests.books;

import org.jspecify.annotations.NullMarked;
