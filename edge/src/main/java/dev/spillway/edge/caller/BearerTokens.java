package dev.spillway.edge.caller;

import com.github.benmanes.caffeine.cache.Cache;
import dev.spillway.edge.cache.Caches;
import dev.spillway.edge.problem.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies bearer tokens by OpenID Connect, each one once in five minutes: an ES256 signature takes
 * about as long to check as all the rest of a request. A token is remembered by its hash until it
 * expires, and no longer than {@link TokensConfig#remembered()}.
 *
 * <p>When the issuer cannot be reached, tokens signed with keys that are known already are still
 * verified; others are told to come again.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(BearerTokens.class);
  private static final String SCHEME = "Bearer ";

  /** Kept with a request whose token the known keys have been asked about. */
  private static final String ASKED = BearerTokens.class.getName();

  /** Discovery is tried again with the next request that needs it. */
  private static final Duration ISSUER_RETRY = Duration.ofSeconds(2);

  private final OidcAuthenticationMechanism oidc;
  private final KnownKeys keys;
  private final Cache<TokenHash, VerifiedToken> verified;
  private final IssuerDoor issuer = new IssuerDoor();

  BearerTokens(OidcAuthenticationMechanism oidc, KnownKeys keys, TokensConfig config) {
    this.oidc = oidc;
    this.keys = keys;
    this.verified =
        Caches.bounded(config.rememberedTokens()).expireAfterWrite(config.remembered()).build();
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager identityProviders) {
    @Nullable String token = bearerToken(request);
    if (token == null) {
      return Uni.createFrom().nullItem();
    }
    TokenHash hash = TokenHash.of(token);
    VerifiedToken known = remembered(hash);
    if (known != null) {
      return Uni.createFrom().item(admit(request, known));
    }
    if (!SignatureAlgorithms.isAccepted(token)) {
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    known = verifyNow(request, hash, token);
    if (known != null) {
      return Uni.createFrom().item(admit(request, known));
    }
    if (!issuer.mayAsk(System.nanoTime())) {
      return Uni.createFrom().failure(comeAgain());
    }
    return oidc.authenticate(request, identityProviders)
        .onFailure(failure -> !(failure instanceof AuthenticationFailedException))
        .transform(this::issuerUnavailable)
        .map(
            identity -> {
              issuer.answered();
              if (!(identity.getPrincipal() instanceof JsonWebToken claims)) {
                throw new AuthenticationFailedException();
              }
              VerifiedToken fresh = VerifiedToken.of(claims);
              verified.put(hash, fresh);
              return admit(request, fresh);
            });
  }

  /**
   * The caller of a request whose token is good for sure, because it has come before or is signed
   * with a key that is known; null when that has to be found out.
   */
  public @Nullable Caller callerOf(RoutingContext request) {
    @Nullable String token = bearerToken(request);
    if (token == null) {
      return null;
    }
    TokenHash hash = TokenHash.of(token);
    VerifiedToken known = remembered(hash);
    if (known == null && SignatureAlgorithms.isAccepted(token)) {
      known = verifyNow(request, hash, token);
    }
    return known == null ? null : known.caller();
  }

  private @Nullable VerifiedToken verifyNow(RoutingContext request, TokenHash hash, String token) {
    if (request.get(ASKED) != null) {
      return null; // They would say the same again, and a signature is dear to check.
    }
    request.put(ASKED, true);
    @Nullable JsonObject claims = keys.verify(token);
    if (claims == null) {
      return null;
    }
    try {
      VerifiedToken fresh = VerifiedToken.of(claims);
      verified.put(hash, fresh);
      return fresh;
    } catch (AuthenticationFailedException e) {
      // A subject that is not for us: to be refused where everything is refused.
      return null;
    }
  }

  private @Nullable VerifiedToken remembered(TokenHash hash) {
    VerifiedToken known = verified.getIfPresent(hash);
    return known != null && known.expiresAt() > nowSeconds() ? known : null;
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom()
        .item(
            new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(), "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return oidc.getCredentialTypes();
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
    return oidc.getCredentialTransport(request);
  }

  private static @Nullable String bearerToken(RoutingContext request) {
    @Nullable String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : null;
  }

  private static SecurityIdentity admit(RoutingContext request, VerifiedToken token) {
    Callers.remember(request, token.caller());
    return token.identity();
  }

  private static long nowSeconds() {
    return System.currentTimeMillis() / 1000;
  }

  private Throwable issuerUnavailable(Throwable failure) {
    LOG.warnf("issuer_unavailable cause=%s", failure.getClass().getSimpleName());
    issuer.failed(System.nanoTime());
    return comeAgain();
  }

  private static RuntimeException comeAgain() {
    return Problem.overloaded(ISSUER_RETRY).asException();
  }
}
