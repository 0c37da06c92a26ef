/** Which threads go before which. */
@NullMarked
package dev.spillway.edge.thread;

import org.jspecify.annotations.NullMarked;
