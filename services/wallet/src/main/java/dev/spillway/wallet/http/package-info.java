/** What the wallet service's resources have in common beyond what every service has. */
@NullMarked
package dev.spillway.wallet.http;

import org.jspecify.annotations.NullMarked;
