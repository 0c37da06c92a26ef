/** Load on the services by Gatling: the same scenarios as those for k6. */
@NullMarked
package dev.spillway.gatling;

import org.jspecify.annotations.NullMarked;
