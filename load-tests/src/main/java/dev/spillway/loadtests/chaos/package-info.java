/** The fault campaign: load while what the service needs is taken away, and what must hold then. */
@NullMarked
package dev.spillway.loadtests.chaos;

import org.jspecify.annotations.NullMarked;
