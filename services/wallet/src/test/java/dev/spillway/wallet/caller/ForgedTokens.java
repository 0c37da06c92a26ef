package dev.spillway.wallet.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.spillway.localstack.LocalStack;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens that no issuer would give, some of them signed with the issuer's own key. */
final class ForgedTokens {
  private final LocalStack stack;
  private final ECKey publicKey;

  ForgedTokens(LocalStack stack) throws Exception {
    this.stack = stack;
    this.publicKey =
        JWKSet.load(URI.create(stack.issuerUrl() + "/jwks").toURL()).getKeys().getFirst().toECKey();
  }

  /** What is wrong with each, and the token. */
  Map<String, String> all() throws JOSEException {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("empty", "");
    tokens.put("not a token", "x");
    tokens.put("dots", "..");
    tokens.put("no JSON", b64("x") + "." + b64("y") + ".z");
    tokens.put("expired", sign(claims("eve").expirationTime(in(Duration.ofSeconds(-1)))));
    tokens.put("without expiry", sign(claims("eve").expirationTime(null)));
    tokens.put("other issuer", sign(claims("eve").issuer("http://issuer.example")));
    tokens.put("no issuer", sign(claims("eve").issuer(null)));
    tokens.put("other audience", sign(claims("eve").audience("somebody-else")));
    tokens.put("no audience", sign(claims("eve").audience((String) null)));
    tokens.put("no subject", sign(claims(null)));
    tokens.put("empty subject", sign(claims("")));
    tokens.put("subject with NUL", sign(claims("eve\u0000")));
    tokens.put("endless subject", sign(claims("e".repeat(300))));
    tokens.put("alg none", new PlainJWT(claims("eve").build()).serialize());
    tokens.put(
        "alg None", b64("{\"alg\":\"None\"}") + "." + b64(claims("eve").build().toString()) + ".");
    tokens.put("signature cut off", withSignature(good(), ""));
    tokens.put("signature of zeros", withSignature(good(), b64("\0".repeat(64))));
    tokens.put("claims exchanged", withClaims(good(), claims("root").build()));
    tokens.put("HMAC keyed with the public key", hmac(publicKey.toECPublicKey().getEncoded()));
    tokens.put("HMAC keyed with the public PEM", hmac(pem()));
    tokens.put("HMAC keyed with the public JWK", hmac(publicKey.toJSONString()));
    tokens.put("another key", foreignKey("foreign"));
    tokens.put("another key under the issuer's kid", foreignKey(publicKey.getKeyID()));
    return tokens;
  }

  String sign(JWTClaimsSet.Builder claims) {
    return stack.tokens().sign(claims.build());
  }

  /** Good claims, to be spoilt. */
  JWTClaimsSet.Builder claims(@Nullable String subject) {
    return new JWTClaimsSet.Builder()
        .issuer(stack.issuerUrl())
        .audience("spillway")
        .subject(subject)
        .claim("scope", "wallet")
        .issueTime(new Date())
        .expirationTime(in(Duration.ofMinutes(5)));
  }

  static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private String good() {
    return sign(claims("eve"));
  }

  private String hmac(String secret) throws JOSEException {
    return hmac(secret.getBytes(StandardCharsets.UTF_8));
  }

  private String hmac(byte[] secret) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(publicKey.getKeyID()).build(),
            claims("eve").build());
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  /** As people keep public keys in files, and as libraries have mistaken them for secrets. */
  private String pem() throws JOSEException {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(publicKey.toECPublicKey().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
  }

  private String foreignKey(String kid) throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims("eve").build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  private static String withSignature(String token, String signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + signature;
  }

  private static String withClaims(String token, JWTClaimsSet claims) {
    int first = token.indexOf('.');
    return token.substring(0, first + 1)
        + b64(claims.toString())
        + token.substring(token.lastIndexOf('.'));
  }

  private static String b64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
