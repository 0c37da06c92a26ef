package dev.spillway.edge.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;

/**
 * Which signatures count, RFC 8725 §3.1: two, whatever else the library can do. So {@code none} and
 * an HMAC keyed with a public key never reach it.
 */
final class SignatureAlgorithms {
  private static final Set<String> ACCEPTED = Set.of("RS256", "ES256");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SignatureAlgorithms() {}

  static boolean isAccepted(String token) {
    int headerEnd = token.indexOf('.');
    if (headerEnd < 1) {
      return false;
    }
    try {
      JsonNode header =
          MAPPER.readTree(Base64.getUrlDecoder().decode(token.substring(0, headerEnd)));
      return ACCEPTED.contains(header.path("alg").asText());
    } catch (IllegalArgumentException | IOException notBase64OrNotJson) {
      return false;
    }
  }
}
