/** What is kept of a run: raw figures, charts and the table in the documentation. */
@NullMarked
package dev.spillway.loadtests.report;

import org.jspecify.annotations.NullMarked;
