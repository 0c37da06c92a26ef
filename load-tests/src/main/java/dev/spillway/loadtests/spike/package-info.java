/**
 * The experiment: the crowd of a giveaway comes to the functions that are being replaced, to the
 * same behind a connection proxy, and to Spillway.
 */
@NullMarked
package dev.spillway.loadtests.spike;

import org.jspecify.annotations.NullMarked;
