/**
 * The system being replaced: functions that each have an execution environment and a database
 * connection for every request under way. What is modelled, and what is not, is in
 * docs/baseline.md.
 */
@NullMarked
package dev.spillway.loadtests.lambda;

import org.jspecify.annotations.NullMarked;
