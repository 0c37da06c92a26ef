/** JSON as it is written and the text it may carry. */
@NullMarked
package dev.spillway.edge.json;

import org.jspecify.annotations.NullMarked;
