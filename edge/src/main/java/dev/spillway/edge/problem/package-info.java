/**
 * How a refusal looks to a client: RFC 9457 problems, for whatever went wrong and wherever it did.
 */
@NullMarked
package dev.spillway.edge.problem;

import org.jspecify.annotations.NullMarked;
