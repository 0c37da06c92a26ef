/** JSON as it is written and the text it may carry. */
@NullMarked
package dev.spillway.wallet.json;

import org.jspecify.annotations.NullMarked;
