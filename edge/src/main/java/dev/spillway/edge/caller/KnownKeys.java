package dev.spillway.edge.caller;

import io.quarkus.oidc.runtime.OidcProvider;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens at once, with those keys of the issuer that are here already: the same check of
 * signature, times, issuer and audience that Quarkus makes, by the same object, without what it
 * does around it to find a tenant, a mechanism and a provider. A giveaway's claimants all bring
 * tokens that nobody has seen before, and that took most of what a claim cost.
 *
 * <p>It only says yes. What it does not accept is Quarkus's to look at, which may have to fetch a
 * new key, and to refuse.
 */
@ApplicationScoped
class KnownKeys {
  private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

  private final TenantConfigBean tenants;

  KnownKeys(TenantConfigBean tenants) {
    this.tenants = tenants;
  }

  /** The claims of a token that is good; null when that is not certain. */
  @Nullable JsonObject verify(String token) {
    TenantConfigContext issuer = tenants.getDefaultTenant();
    @Nullable OidcProvider provider = issuer.ready() ? issuer.provider() : null;
    if (provider == null) {
      return null;
    }
    try {
      provider.verifyJwtToken(token, false, true, null);
      return payload(token);
    } catch (InvalidJwtException e) {
      return null;
    }
  }

  /** Its form has been checked: a JWS in compact serialization (RFC 7515 §3.1). */
  private static JsonObject payload(String token) {
    int begin = token.indexOf('.') + 1;
    String encoded = token.substring(begin, token.indexOf('.', begin));
    return new JsonObject(Buffer.buffer(BASE64.decode(encoded)));
  }
}
