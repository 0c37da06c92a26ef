package dev.spillway.wallet.admission;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.asset.Assets;
import dev.spillway.localstack.LocalStack;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.client.Deposits;
import dev.spillway.wallet.client.WalletClient;
import dev.spillway.wallet.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens when the ledger cannot go on. A lock on the sender's account, held from outside,
 * stands for a database that is too slow; nothing here depends on how fast anything is.
 */
@QuarkusTest
@TestProfile(TightLimits.class)
@WithTestResource(StackResource.class)
class OverloadTest {
  private final LocalStack stack = StackResource.stack();

  @TestHTTPResource("/")
  URI base;

  @Inject Ledger ledger;
  @Inject Assets assets;
  @Inject Admission admission;
  @Inject MeterRegistry meters;

  private String subject;
  private WalletClient alice;
  private String alices;
  private String bobs;

  @BeforeEach
  void open_two_wallets() {
    subject = "alice-" + UUID.randomUUID();
    alice = client(subject);
    alices = alice.openWallet();
    bobs = client("bob-" + UUID.randomUUID()).openWallet();
    Deposits.credit(ledger, alices, assets.byCode("USDT").orElseThrow(), "1000");
  }

  private WalletClient client(String name) {
    return WalletClient.of(base, stack.token(name, "wallet", Duration.ofHours(1)));
  }

  /** Holds the sender's account until it is closed. */
  private Connection lockOfAccount() throws SQLException {
    Connection connection =
        DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    connection.setAutoCommit(false);
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT id FROM account WHERE wallet_id = ? FOR UPDATE")) {
      lock.setObject(1, UUID.fromString(alices));
      assertThat(lock.executeQuery().next()).isTrue();
    }
    return connection;
  }

  private CompletableFuture<HttpResponse<String>> transfer(String key) {
    return alice.transfer(key, alices, bobs, "USDT", "1");
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private double shed(ShedReason reason) {
    return meters.counter("spillway.admission.shed", "reason", reason.tag()).count();
  }

  private static void assertShed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("overloaded");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 60);
  }

  @Test
  void beyond_the_limit_requests_are_refused_undone_and_succeed_when_sent_again() throws Exception {
    Map<String, CompletableFuture<HttpResponse<String>>> sent = new HashMap<>();
    double refusedBefore = shed(ShedReason.CONCURRENCY);
    try (Connection lock = lockOfAccount()) {
      for (int i = 0; i < TightLimits.IN_FLIGHT; i++) {
        String key = "kept-" + i;
        sent.put(key, transfer(key));
      }
      await(() -> gauge("spillway.admission.in.flight") == TightLimits.IN_FLIGHT);
      for (int i = 0; i < 5; i++) {
        String key = "refused-" + i;
        HttpResponse<String> answer = transfer(key).join();
        assertShed(answer);
        sent.put(key, CompletableFuture.completedFuture(answer));
      }
      assertThat(shed(ShedReason.CONCURRENCY)).isEqualTo(refusedBefore + 5);
      // Reads have bounds of their own and do not notice.
      assertThat(alice.total(alices, "USDT")).isEqualTo("1000.000000");
      lock.rollback();
    }
    int posted = 0;
    for (var entry : sent.entrySet()) {
      HttpResponse<String> answer = entry.getValue().join();
      if (answer.statusCode() == 201) {
        posted++;
      } else {
        // Some of the admitted ones may have waited past their deadline meanwhile.
        assertShed(answer);
      }
    }
    assertThat(alice.total(alices, "USDT")).isEqualTo((1000 - posted) + ".000000");
    await(() -> gauge("spillway.admission.in.flight") == 0);
    for (var entry : sent.entrySet()) {
      if (entry.getValue().join().statusCode() == 503) {
        HttpResponse<String> again = transferUnlimited(entry.getKey());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).isEmpty();
      }
    }
    assertThat(alice.total(alices, "USDT")).isEqualTo((1000 - sent.size()) + ".000000");
  }

  /** Waits when told that it is the caller's own rate. */
  private HttpResponse<String> transferUnlimited(String key) throws InterruptedException {
    HttpResponse<String> answer = transfer(key).join();
    while (answer.statusCode() == 429) {
      Thread.sleep(1_000);
      answer = transfer(key).join();
    }
    return answer;
  }

  @Test
  void a_ledger_that_decides_nothing_for_a_deadline_takes_nothing_more() throws Exception {
    CompletableFuture<HttpResponse<String>> first;
    try (Connection lock = lockOfAccount()) {
      first = transfer("first");
      await(() -> admission.whyNotNow() == ShedReason.STALLED);
      assertShed(transfer("second").join());
      lock.rollback();
    }
    assertThat(first.join().statusCode()).isEqualTo(201);
    await(() -> admission.whyNotNow() == null);
    assertThat(transfer("second").join().statusCode()).isEqualTo(201);
  }

  @Test
  void a_refusal_leaves_the_connection_to_the_next_request() throws Exception {
    try (Connection lock = lockOfAccount();
        Socket socket = new Socket(base.getHost(), base.getPort())) {
      fillUp();
      BufferedReader answers = answersOn(socket);
      for (int i = 0; i < 3; i++) {
        write(socket, head("/v1/transfers", 20) + "x".repeat(20));
        assertThat(statusOf(answers)).isEqualTo(503);
      }
      // Longer than a body that nobody reads may take: these ended, and have nothing to be cut off
      // for.
      Thread.sleep(1_500);
      write(socket, head("/v1/transfers", 20) + "x".repeat(20));
      assertThat(statusOf(answers)).isEqualTo(503);
      lock.rollback();
    }
    await(() -> gauge("spillway.admission.in.flight") == 0);
  }

  @Test
  void no_way_to_write_a_path_leads_past_the_limit() throws Exception {
    try (Connection lock = lockOfAccount();
        Socket socket = new Socket(base.getHost(), base.getPort())) {
      fillUp();
      BufferedReader answers = answersOn(socket);
      for (String path :
          List.of(
              "//v1/transfers",
              "/v1/transfers/",
              "/%76%31/transfers",
              "/v1;a=b/transfers",
              "/q/../v1/transfers")) {
        write(socket, head(path, 20) + "x".repeat(20));
        assertThat(statusOf(answers)).as(path).isEqualTo(503);
      }
      lock.rollback();
    }
    await(() -> gauge("spillway.admission.in.flight") == 0);
  }

  @Test
  void who_does_not_end_the_body_of_a_refused_request_is_cut_off() throws Exception {
    try (Connection lock = lockOfAccount();
        Socket socket = new Socket(base.getHost(), base.getPort())) {
      fillUp();
      socket.setSoTimeout(20_000);
      BufferedReader answers = answersOn(socket);
      write(socket, head("/v1/transfers", 20) + "x");
      assertThat(statusOf(answers)).isEqualTo(503);
      assertThat(answers.read()).as("the connection's end").isEqualTo(-1);
      lock.rollback();
    }
    await(() -> gauge("spillway.admission.in.flight") == 0);
  }

  /** Until nothing more is let in, for as long as the account is locked. */
  private void fillUp() throws Exception {
    for (int i = 0; i < TightLimits.IN_FLIGHT; i++) {
      transfer("filler-" + UUID.randomUUID());
    }
    await(() -> admission.whyNotNow() != null);
  }

  private static BufferedReader answersOn(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  void clients_that_hang_up_give_their_places_back() throws Exception {
    await(() -> gauge("spillway.admission.writes") == 0);
    try (Connection lock = lockOfAccount()) {
      try (Socket midBody = new Socket(base.getHost(), base.getPort());
          Socket midDecision = new Socket(base.getHost(), base.getPort())) {
        write(midBody, head("/v1/transfers", 100) + "{");
        String body =
            "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"USDT\",\"amount\":\"1\"}"
                .formatted(alices, bobs);
        write(midDecision, head("/v1/transfers", body.length()) + body);
        await(() -> gauge("spillway.admission.writes") == 2);
        await(() -> gauge("spillway.admission.in.flight") == 1);
      }
      await(() -> gauge("spillway.admission.writes") == 0);
      assertThat(gauge("spillway.admission.bodies.bytes")).isZero();
      lock.rollback();
    }
    await(() -> gauge("spillway.admission.in.flight") == 0);
  }

  @Test
  void a_caller_beyond_its_rate_is_told_when_to_come_and_is_served_then() throws Exception {
    WalletClient hasty = client("hasty-" + UUID.randomUUID());
    HttpResponse<String> answer = hasty.post("/v1/wallets", "{}").join();
    for (int i = 0; i < 10 * TightLimits.BURST && answer.statusCode() != 429; i++) {
      assertThat(answer.statusCode()).isIn(200, 201);
      answer = hasty.post("/v1/wallets", "{}").join();
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("rate-limited");
    int wait = Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow());
    assertThat(wait).isBetween(1, 2);
    // Its own limit is nobody else's, and does not count what only reads.
    assertThat(client("calm-" + UUID.randomUUID()).post("/v1/wallets", "{}").join().statusCode())
        .isEqualTo(201);
    assertThat(hasty.get("/v1/wallets/me").statusCode()).isEqualTo(200);
    Thread.sleep(Duration.ofSeconds(wait));
    assertThat(hasty.post("/v1/wallets", "{}").join().statusCode()).isEqualTo(200);
  }

  private String head(String path, int bodyLength) {
    return "POST %s HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, alice.token(), UUID.randomUUID(), bodyLength);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Reads one answer to its end. */
  private static int statusOf(BufferedReader answers) throws IOException {
    int status = Integer.parseInt(answers.readLine().split(" ")[1]);
    int length = 0;
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    answers.skip(length);
    return status;
  }
}
