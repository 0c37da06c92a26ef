/**
 * Four figures of delivery, after DORA (DevOps Research and Assessment), from the history of the
 * repository: what a cluster runs is what git says, so git knows when that changed.
 */
@NullMarked
package dev.spillway.cli.dora;

import org.jspecify.annotations.NullMarked;
