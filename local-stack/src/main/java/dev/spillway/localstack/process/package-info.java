/**
 * Operating system processes that may outlive the JVM which started them, and the ports they take.
 */
@NullMarked
package dev.spillway.localstack.process;

import org.jspecify.annotations.NullMarked;
