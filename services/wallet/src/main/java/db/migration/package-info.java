/** Migrations that depend on the database's make; Flyway looks for them in this package. */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
