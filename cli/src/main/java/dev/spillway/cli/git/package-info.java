/** What git knows of the repository. */
@NullMarked
package dev.spillway.cli.git;

import org.jspecify.annotations.NullMarked;
