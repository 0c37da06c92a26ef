/**
 * What every resource of this service takes from and gives to HTTP: bodies, keys, pages, answers.
 */
@NullMarked
package dev.spillway.wallet.http;

import org.jspecify.annotations.NullMarked;
