package dev.spillway.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Users with tokens, wallets and money, from the file that {@link Settings#CROWD} names.
 *
 * @param organiser the token of who pays for giveaways
 */
record Crowd(String asset, String organiser, List<Map<String, Object>> members) {
  /** Read once for all simulations. */
  static final Crowd HERE = read();

  private static Crowd read() {
    try {
      JsonNode file = new ObjectMapper().readTree(Settings.CROWD.toFile());
      String organisersWallet = file.at("/organiser/wallet").asText();
      JsonNode members = file.path("members");
      List<Map<String, Object>> records = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        JsonNode member = members.get(i);
        String other =
            members.size() == 1
                ? organisersWallet
                : members.get((i + 1) % members.size()).path("wallet").asText();
        records.add(
            Map.of(
                "token", member.path("token").asText(),
                "wallet", member.path("wallet").asText(),
                "other", other));
      }
      return new Crowd(
          file.path("asset").asText(), file.at("/organiser/token").asText(), List.copyOf(records));
    } catch (IOException e) {
      throw new UncheckedIOException("no crowd, see load-tests/gatling/README.md", e);
    }
  }
}
