package dev.spillway.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The first 128 bits of a SHA-256 as a UUID: version 8, RFC 9562 §5.8, whose six fixed bits leave
 * 122. Two different inputs meet with a probability of about n² ÷ 2^123 among n of them.
 */
public final class Hash128 {
  /** Cloned for each hash: looking the algorithm up would cost more than the hash itself. */
  private static final MessageDigest SHA_256 = lookUp();

  private Hash128() {}

  /**
   * Hashes the parts so that no two different lists of parts read alike: each is preceded by its
   * length.
   */
  public static UUID of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    long high = hash.getLong() & 0xffff_ffff_ffff_0fffL | 0x8000L;
    long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return lookUp();
    }
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
