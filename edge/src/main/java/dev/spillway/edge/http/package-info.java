/** What every service takes from and gives to HTTP alike: bodies, keys, pages, problems. */
@NullMarked
package dev.spillway.edge.http;

import org.jspecify.annotations.NullMarked;
