package dev.spillway.localstack.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

  @TempDir private Path state;
  private TokenIssuer issuer;

  @BeforeEach
  void start() {
    issuer = new TokenIssuer(state, Ports.free(1).getFirst());
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop();
  }

  @Test
  void a_token_verifies_against_the_keys_found_by_discovery() throws Exception {
    SignedJWT token = SignedJWT.parse(tokens().issue("alice", "wallet ops", Duration.ofHours(1)));

    var discovery = JSONObjectUtils.parse(get(issuer.url() + "/.well-known/openid-configuration"));
    JWKSet keys = JWKSet.parse(get((String) discovery.get("jwks_uri")));
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();

    assertThat(discovery.get("issuer")).isEqualTo(issuer.url());
    assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getIssuer()).isEqualTo(issuer.url());
    assertThat(claims.getAudience()).containsExactly("spillway");
    assertThat(claims.getStringClaim("scope")).isEqualTo("wallet ops");
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getExpirationTime().toInstant())
        .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
  }

  @Test
  void the_private_key_never_leaves_by_http() throws IOException {
    assertThat(get(issuer.url() + "/jwks")).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
  }

  @Test
  void only_the_owner_may_read_the_key() throws IOException {
    var permissions = Files.getPosixFilePermissions(TokenIssuer.keyFile(state));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  @Test
  void tokens_outlive_a_restart_of_the_issuer() throws Exception {
    SignedJWT token = SignedJWT.parse(tokens().issue("alice", "wallet", Duration.ofHours(1)));
    issuer.stop();
    issuer = new TokenIssuer(state, issuer.port());
    issuer.start();
    JWKSet keys = JWKSet.parse(get(issuer.url() + "/jwks"));
    assertThat(keys.getKeyByKeyId(token.getHeader().getKeyID())).isNotNull();
  }

  private Tokens tokens() {
    return new Tokens(issuer.url(), SigningKey.at(TokenIssuer.keyFile(state)));
  }

  private static String get(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
