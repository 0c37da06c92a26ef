package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what clients sent against the books. A transfer that was not answered is sent again with
 * its key, as a client does; after that each of them must be there exactly once.
 */
final class Audit {
  private static final int MOST_TRIES = 40;

  private Audit() {}

  /**
   * @param transfers sent in all
   * @param again of them, sent again
   * @param lost not in the books
   * @param doubled more than once in the books
   * @param strangers in the books, but never sent
   * @param faults of the books in themselves
   */
  record Outcome(
      long transfers, long again, long lost, long doubled, long strangers, List<String> faults) {
    boolean isClean() {
      return lost == 0 && doubled == 0 && strangers == 0 && faults.isEmpty();
    }

    String words() {
      return String.format(
          java.util.Locale.ROOT,
          "%,d transfers (%d sent again with their key): %d lost, %d doubled, %d never asked for; books: %s",
          transfers,
          again,
          lost,
          doubled,
          strangers,
          faults.isEmpty() ? "in order" : String.join("; ", faults));
    }
  }

  /**
   * @param traffic that has ended
   * @param port where what was not answered is sent again
   */
  static Outcome of(Traffic traffic, int port, BenchDatabase books)
      throws IOException, InterruptedException, SQLException {
    List<Traffic.Sent> sent = traffic.since(0);
    Requests requests = traffic.requests();
    List<String> asked = new ArrayList<>();
    long again = 0;
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int number = 0; number < sent.size(); number++) {
        if (Requests.isTransfer(number)) {
          asked.add(requests.reference(number));
          if (sent.get(number).status() != 201) {
            again++;
            sendAgain(http, requests, port, number);
          }
        }
      }
    }
    Outcome counted = count(asked, stored(books, requests.run()));
    return new Outcome(
        counted.transfers(),
        again,
        counted.lost(),
        counted.doubled(),
        counted.strangers(),
        BooksCheck.faultsOfMoney(books));
  }

  /**
   * @param stored how often each reference is in the books
   */
  static Outcome count(List<String> asked, Map<String, Long> stored) {
    Map<String, Long> strangers = new HashMap<>(stored);
    long lost = 0;
    long doubled = 0;
    for (String reference : asked) {
      Long times = strangers.remove(reference);
      if (times == null) {
        lost++;
      } else if (times > 1) {
        doubled++;
      }
    }
    return new Outcome(asked.size(), 0, lost, doubled, strangers.size(), List.of());
  }

  private static void sendAgain(HttpClient http, Requests requests, int port, int number)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/transfers"))
            .timeout(Duration.ofSeconds(5))
            .header("Authorization", "Bearer " + requests.token(number))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", requests.reference(number))
            .POST(HttpRequest.BodyPublishers.ofString(requests.body(number)))
            .build();
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 201) {
          return;
        }
      } catch (IOException unknown) {
        // That is what the key is for.
      }
      Thread.sleep(250);
    }
  }

  private static Map<String, Long> stored(BenchDatabase books, String run) throws SQLException {
    Map<String, Long> stored = new HashMap<>();
    try (Connection connection = books.connect("rehearsal-audit");
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT reference, count(*) FROM transfer WHERE reference LIKE ? GROUP BY reference")) {
      statement.setString(1, run + "-%");
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          stored.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return stored;
  }
}
