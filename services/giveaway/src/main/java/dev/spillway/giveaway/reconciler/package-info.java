/** What one pod does for all: sends again what got lost, rebuilds gates, closes campaigns. */
@NullMarked
package dev.spillway.giveaway.reconciler;

import org.jspecify.annotations.NullMarked;
