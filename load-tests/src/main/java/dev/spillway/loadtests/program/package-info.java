/** What the programs of this module have in common. */
@NullMarked
package dev.spillway.loadtests.program;

import org.jspecify.annotations.NullMarked;
