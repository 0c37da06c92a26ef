/** The container images of the services: what is in them, and where they go. */
@NullMarked
package dev.spillway.cli.image;

import org.jspecify.annotations.NullMarked;
