/**
 * The ways of moving money that are measured against each other. All write the same rows by the
 * same rules into the same tables, so that only the way of using the database differs.
 */
@NullMarked
package dev.spillway.loadtests.contender;

import org.jspecify.annotations.NullMarked;
