/** What the machine, the database and the services show while they are under load. */
@NullMarked
package dev.spillway.loadtests.watch;

import org.jspecify.annotations.NullMarked;
