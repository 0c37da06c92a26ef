/**
 * The parts that the services stand on, real ones, started from Maven artifacts: no Docker, no
 * root.
 */
@NullMarked
package dev.spillway.localstack;

import org.jspecify.annotations.NullMarked;
