package dev.spillway.localstack.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Signs access tokens as the issuer at {@code issuerUrl}, which need not be running. */
public record Tokens(String issuerUrl, SigningKey key) {

  /** The audience that the services of the suite expect. */
  public static final String AUDIENCE = "spillway";

  /**
   * A token for {@code subject} with the space-separated scopes in {@code scope}, good for {@code
   * ttl} from now.
   */
  public String issue(String subject, String scope, Duration ttl) {
    Instant now = Instant.now();
    return key.sign(
        new JWTClaimsSet.Builder()
            .issuer(issuerUrl)
            .audience(AUDIENCE)
            .subject(subject)
            .claim("scope", scope)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ttl)))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  /** A token that claims whatever it is told to, to see whether services refuse it. */
  public String sign(JWTClaimsSet claims) {
    return key.sign(claims);
  }
}
