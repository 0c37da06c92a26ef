/** A server for the Redis protocol. */
@NullMarked
package dev.spillway.localstack.valkey;

import org.jspecify.annotations.NullMarked;
