/** Who is calling: bearer tokens, their verification and what their scopes allow. */
@NullMarked
package dev.spillway.edge.caller;

import org.jspecify.annotations.NullMarked;
