package dev.spillway.edge.caller;

import dev.spillway.edge.json.UnicodeText;
import dev.spillway.model.Owners;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a token after its verification: neither the token nor the request it came with.
 *
 * @param expiresAt seconds since 1970
 */
record VerifiedToken(SecurityIdentity identity, Caller caller, long expiresAt) {
  /** No issuer in use has longer subjects; the ledger indexes them. */
  private static final int MAX_SUBJECT = 255;

  /** As Quarkus gives its claims. */
  static VerifiedToken of(JsonWebToken token) {
    return of(token.getSubject(), token.getClaim("scope"), token.getExpirationTime());
  }

  /** As they are written in it. */
  static VerifiedToken of(JsonObject claims) {
    Object scope = claims.getValue("scope");
    return of(
        claims.getString("sub"),
        scope instanceof JsonArray list ? list.getList() : scope,
        claims.getNumber("exp").longValue());
  }

  private static VerifiedToken of(
      @Nullable String subject, @Nullable Object scope, long expiresAt) {
    if (subject == null
        || subject.length() > MAX_SUBJECT
        || !isPrintable(subject)
        || Owners.isReserved(subject)) {
      throw new AuthenticationFailedException();
    }
    Set<String> scopes = scopes(scope);
    SecurityIdentity identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(subject))
            .addRoles(scopes)
            .build();
    Caller caller = new Caller(subject, scopes);
    return new VerifiedToken(identity, caller, expiresAt);
  }

  private static boolean isPrintable(String subject) {
    return !subject.isBlank()
        && UnicodeText.isClean(subject)
        && subject.chars().noneMatch(Character::isISOControl);
  }

  /** A text with spaces (RFC 8693 §4.2), or the list that some issuers make of it. */
  private static Set<String> scopes(@Nullable Object claim) {
    Set<String> scopes = new HashSet<>();
    if (claim instanceof String text) {
      Collections.addAll(scopes, text.strip().split(" +", -1));
    } else if (claim instanceof Collection<?> list) {
      for (Object scope : list) {
        scopes.add(scope instanceof JsonString json ? json.getString() : String.valueOf(scope));
      }
    }
    return scopes;
  }
}
