/** A real PostgreSQL server. */
@NullMarked
package dev.spillway.localstack.postgres;

import org.jspecify.annotations.NullMarked;
