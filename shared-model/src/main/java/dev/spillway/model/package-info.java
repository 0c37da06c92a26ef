/**
 * What the services have in common: amounts, ids, events, problem codes, and what a database's
 * refusal means. No framework, no I/O.
 */
@NullMarked
package dev.spillway.model;

import org.jspecify.annotations.NullMarked;
