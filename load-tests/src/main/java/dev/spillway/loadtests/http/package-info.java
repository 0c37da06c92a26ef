/** The HTTP side: a load generator that costs little, and the service compared with. */
@NullMarked
package dev.spillway.loadtests.http;

import org.jspecify.annotations.NullMarked;
