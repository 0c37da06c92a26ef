/** An OpenID Connect issuer of tokens for development and tests. */
@NullMarked
package dev.spillway.localstack.issuer;

import org.jspecify.annotations.NullMarked;
