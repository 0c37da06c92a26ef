/** What crosses a wire: amounts, ids, events and problem codes. No framework, no I/O. */
@NullMarked
package dev.spillway.model;

import org.jspecify.annotations.NullMarked;
