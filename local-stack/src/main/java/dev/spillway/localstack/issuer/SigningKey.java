package dev.spillway.localstack.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.spillway.localstack.LocalStackException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** The issuer's ES256 key, made at first use and kept in a file that only its owner may read. */
public final class SigningKey {

  private final ECKey key;

  private SigningKey(ECKey key) {
    this.key = key;
  }

  /** The key in {@code file}, which is made when it is not there. */
  public static SigningKey at(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new SigningKey(ECKey.parse(Files.readString(file)));
    } catch (IOException | ParseException | JOSEException e) {
      throw new LocalStackException(
          "the key of the token issuer in " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The public half, as a JWK set in JSON. */
  String publicJwks() {
    return new com.nimbusds.jose.jwk.JWKSet(key.toPublicJWK()).toString();
  }

  /** The signed token with {@code claims}, in its compact form. */
  String sign(JWTClaimsSet claims) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .keyID(key.getKeyID())
              .type(com.nimbusds.jose.JOSEObjectType.JWT)
              .build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new LocalStackException("a token could not be signed: " + e.getMessage(), e);
    }
  }

  private static void create(Path file) throws IOException, JOSEException {
    ECKey key =
        new ECKeyGenerator(Curve.P_256)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyIDFromThumbprint(true)
            .generate();
    Files.createDirectories(file.getParent());
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // A private file first and the name after, so that no reader ever sees half a key or an open
    // one.
    Path temporary = Files.createTempFile(file.getParent(), "issuer-key", ".tmp", ownerOnly);
    Files.writeString(temporary, key.toJSONString());
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its key is the one.
    } finally {
      Files.delete(temporary);
    }
  }
}
