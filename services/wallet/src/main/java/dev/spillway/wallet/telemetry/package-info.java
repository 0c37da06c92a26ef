/** What the service tells of itself: metrics, traces, health. */
@NullMarked
package dev.spillway.wallet.telemetry;

import org.jspecify.annotations.NullMarked;
