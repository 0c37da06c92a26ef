package dev.spillway.loadtests.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies bearer tokens of one issuer. A token that was good is good until it expires, so the
 * signature of each is checked once; the service does the same.
 */
public final class TokenCheck {
  /** Beyond it the memory of good tokens starts anew. */
  private static final int MOST_REMEMBERED = 50_000;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Map<String, Caller> good = new ConcurrentHashMap<>();

  /** Who asks, and until when the token says so. */
  public record Caller(String subject, List<String> scopes, Instant expires) {}

  public TokenCheck(String issuer, String audience, URI keys) throws MalformedURLException {
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256),
            JWKSourceBuilder.create(keys.toURL()).build()));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "exp", "scope")));
  }

  /** The caller, unless the token is missing or not good. */
  public Optional<Caller> caller(String token) {
    Caller known = good.get(token);
    if (known != null && Instant.now().isBefore(known.expires())) {
      return Optional.of(known);
    }
    try {
      JWTClaimsSet claims = processor.process(token, null);
      Caller caller =
          new Caller(
              claims.getSubject(),
              Arrays.asList(claims.getStringClaim("scope").split(" ")),
              claims.getExpirationTime().toInstant());
      if (good.size() >= MOST_REMEMBERED) {
        good.clear();
      }
      good.put(token, caller);
      return Optional.of(caller);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }
}
