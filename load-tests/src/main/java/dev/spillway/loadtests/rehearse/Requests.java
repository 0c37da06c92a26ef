package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.SeededWallets;
import java.util.List;

/**
 * What clients ask, by number: of five requests three transfers, each with a key and a reference of
 * its own, a look at a balance and one at entries. A number means the same request every time, so
 * that it can be sent again.
 *
 * @param run what the references begin with
 * @param tokens of the owners of the seeded wallets
 */
record Requests(String run, List<String> tokens) {
  private static final int CYCLE = 5;
  private static final int TRANSFERS_OF_IT = 3;

  Requests {
    tokens = List.copyOf(tokens);
  }

  static boolean isTransfer(int number) {
    return number % CYCLE < TRANSFERS_OF_IT;
  }

  /** Of a transfer; also its key. */
  String reference(int number) {
    return run + "-" + number;
  }

  /** Of whoever asks. */
  String token(int number) {
    return tokens.get(user(number));
  }

  /** The body of a transfer. */
  String body(int number) {
    int giver = user(number);
    int taker = (giver + 1 + number / tokens.size()) % tokens.size();
    return "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"%s\",\"amount\":\"0.000001\",\"reference\":\"%s\"}"
        .formatted(
            SeededWallets.wallet(giver),
            SeededWallets.wallet(taker == giver ? (giver + 1) % tokens.size() : taker),
            SeededWallets.ASSET.code(),
            reference(number));
  }

  /** The whole request, as it goes over the wire. */
  String text(int number) {
    return isTransfer(number) ? post(number) : head("GET", read(number), number) + "\r\n";
  }

  private String read(int number) {
    String what = number % CYCLE == TRANSFERS_OF_IT ? "/balances" : "/entries";
    return "/v1/wallets/" + SeededWallets.wallet(user(number)) + what;
  }

  private String post(int number) {
    String body = body(number);
    return head("POST", "/v1/transfers", number)
        + "Content-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\nIdempotency-Key: "
        + reference(number)
        + "\r\n\r\n"
        + body;
  }

  private String head(String method, String path, int number) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer "
        + token(number)
        + "\r\n";
  }

  private int user(int number) {
    // Shifted with each cycle, or the same users would always do the same.
    return (number + number / CYCLE) % tokens.size();
  }
}
