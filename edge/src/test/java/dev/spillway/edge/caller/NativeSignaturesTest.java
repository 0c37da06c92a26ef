package dev.spillway.edge.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeSignaturesTest {
  private static final byte[] TEXT = "a token".getBytes(StandardCharsets.UTF_8);
  private static final String NAME = "SpillwaySignatures";

  @BeforeEach
  void installed() {
    NativeSignatures.install();
  }

  @AfterEach
  void gone() {
    Security.removeProvider(NAME);
  }

  @Test
  void a_signature_made_by_java_is_verified_by_native_code_and_a_wrong_one_is_not()
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    Signature java = Signature.getInstance("SHA256withECDSA", "SunEC");
    java.initSign(keys.getPrivate());
    java.update(TEXT);
    byte[] signature = java.sign();

    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(keys.getPublic());
    assertThat(verifier.getProvider().getName()).isEqualTo(NAME);
    verifier.update(TEXT);
    assertThat(verifier.verify(signature)).isTrue();

    verifier.initVerify(keys.getPublic());
    verifier.update("another".getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(signature)).isFalse();
  }

  @Test
  void nothing_else_is_taken_over() throws Exception {
    assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isNotEqualTo(NAME);
    assertThat(Security.getProvider(NAME).getServices())
        .allMatch(service -> service.getType().equals("Signature"));
  }
}
