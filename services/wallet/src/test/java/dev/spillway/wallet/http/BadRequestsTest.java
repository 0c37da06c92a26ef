package dev.spillway.wallet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every odd request gets its problem, changes nothing and learns nothing of the inside. */
@QuarkusTest
@WithTestResource(StackResource.class)
class BadRequestsTest {
  private static final List<String> POSTS =
      List.of("/v1/wallets", "/v1/transfers", "/v1/transfer-batches");

  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;

  private Client alice;
  private String hers;
  private String his;
  private String order;

  @BeforeEach
  void a_user_with_money_and_a_good_order() {
    alice = Client.someone(base);
    hers = alice.wallet();
    his = Client.someone(base).wallet();
    funds.deposit(hers, "USDT", "10");
    order = Client.order(hers, his, "USDT", "1").toString();
  }

  @Test
  void a_body_that_is_not_the_json_asked_for_is_malformed() {
    for (String path : POSTS) {
      Client someone = Client.someone(base);
      for (String body :
          List.of(
              "",
              "x",
              "null",
              "[]",
              "1",
              "\"x\"",
              "{",
              "{\"x\":1}",
              "{}{}",
              "\u0000",
              "{\"label\":\"a\",\"label\":\"b\"}",
              "[".repeat(20_000))) {
        someone.post(path, Client.newKey(), body).isProblem(ProblemCode.MALFORMED_REQUEST);
      }
    }
    assertThat(StoredBooks.transfersOf(hers)).isEqualTo(1);
  }

  @Test
  void a_field_of_the_wrong_type_or_twice_or_unknown_is_malformed() {
    for (String body :
        List.of(
            order.replace("\"1\"", "1"),
            order.replace("\"1\"", "1.0"),
            order.replace("\"1\"", "true"),
            order.replace("\"1\"", "null"),
            order.replace("\"1\"", "{}"),
            order.replace("\"1\"", "[\"1\"]"),
            order.replace("\"USDT\"", "5"),
            order.replace(hers, "nope"),
            order.replace(his, his.replace("-", "")),
            order.replace("}", ",\"amount\":\"2\"}"),
            order.replace("}", ",\"extra\":\"2\"}"),
            order.replace("}", ",\"reference\":7}"),
            order.replace("}", ",\"metadata\":[]}"),
            order.replace("}", ",\"metadata\":{\"a\":1}}"),
            order.replace("}", ",\"metadata\":{\"a\":null}}"),
            order.replace("}", ",\"metadata\":{\"a\":\"1\",\"a\":\"1\"}}"),
            order.replace("}", ",\"reference\":\"\\u0000\"}"),
            order.replace("}", ",\"reference\":\"\\ud800\"}"),
            order.replace("}", ",\"metadata\":{\"a\":\"\\udfff\"}}"),
            order.replace("}", ",\"metadata\":{\"\\u0000\":\"a\"}}"),
            order.replace("}", ",\"metadata\":{\"\\ud800\":\"a\"}}"))) {
      alice.post("/v1/transfers", Client.newKey(), body).isProblem(ProblemCode.MALFORMED_REQUEST);
      alice
          .post(
              "/v1/transfer-batches",
              Client.newKey(),
              "{\"atomic\":false,\"transfers\":[" + body + "]}")
          .isProblem(ProblemCode.MALFORMED_REQUEST);
    }
    assertThat(StoredBooks.balance(his, "USDT")).isZero();
  }

  @Test
  void a_fault_is_named_by_its_place() {
    Reply refused =
        alice
            .post("/v1/transfers", Client.newKey(), order.replace("\"1\"", "1"))
            .isProblem(ProblemCode.MALFORMED_REQUEST);

    assertThat(refused.json().path("detail").asText()).isEqualTo("amount is not of the right type");
  }

  @Test
  void another_media_type_or_none_is_not_read() {
    for (String path : POSTS) {
      for (String type :
          List.of(
              "text/plain",
              "application/xml",
              "application/x-www-form-urlencoded",
              "multipart/form-data; boundary=x",
              "application/json; charset=utf-16",
              "nonsense",
              "*/*")) {
        alice
            .post(path, Map.of("Content-Type", type, "Idempotency-Key", Client.newKey()), order)
            .isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
      }
      alice
          .post(path, Map.of("Idempotency-Key", Client.newKey()), order)
          .isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
      alice
          .post(
              path,
              Map.of(
                  "Content-Type",
                  "application/json",
                  "Content-Encoding",
                  "gzip",
                  "Idempotency-Key",
                  Client.newKey()),
              order)
          .isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }
    alice
        .post(
            "/v1/transfers",
            Map.of("Content-Type", "Application/JSON; charset=UTF-8", "Idempotency-Key", "k"),
            order)
        .hasStatus(201);
  }

  @Test
  void paths_methods_and_representations_that_do_not_exist_are_problems_too() {
    alice.get("/v1/nothing").isProblem(ProblemCode.NOT_FOUND);
    alice.get("/").isProblem(ProblemCode.NOT_FOUND);
    alice.get("/v1/wallets/" + hers + "/nothing").isProblem(ProblemCode.NOT_FOUND);
    for (String path :
        List.of(
            "/v1/assets",
            "/v1/transfers",
            "/v1/transfers/",
            "/v1/transfers/" + hers,
            "/v1/wallets/" + hers,
            "/v1/wallets/" + hers + "/balances",
            "/v1/wallets/" + hers + "/entries")) {
      Reply method = alice.send(alice.request(path).DELETE(), path);
      method.isProblem(ProblemCode.METHOD_NOT_ALLOWED);
      assertThat(method.header("Allow"))
          .contains(path.matches("/v1/transfers/?") ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");
    }
    alice
        .send(alice.request("/v1/assets").header("Accept", "text/html").GET(), "/v1/assets")
        .isProblem(ProblemCode.NOT_ACCEPTABLE);
  }

  @Test
  void a_body_over_the_limit_is_refused_however_it_is_sent() {
    String large = order.replace("}", ",\"reference\":\"" + "x".repeat(64 * 1024) + "\"}");
    String huge = "{\"atomic\":true,\"transfers\":[" + "{},".repeat(360_000) + "{}]}";
    for (String path : List.of("/v1/wallets", "/v1/transfers")) {
      alice.post(path, Client.newKey(), large).isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
      chunked(path, large).isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
    }
    alice
        .post("/v1/transfer-batches", Client.newKey(), huge)
        .isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
    chunked("/v1/transfer-batches", huge).isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
    assertThat(StoredBooks.balance(his, "USDT")).isZero();
  }

  @Test
  void a_body_within_the_limit_is_read_however_it_is_sent() {
    chunked("/v1/transfers", order + " ".repeat(60_000)).hasStatus(201);
    alice
        .post("/v1/transfers", Client.newKey(), order + " ".repeat(64 * 1024 - order.length()))
        .hasStatus(201);
    alice
        .post(
            "/v1/transfer-batches",
            Client.newKey(),
            "{\"atomic\":true,\"transfers\":[" + order + "]}" + " ".repeat(1_000_000))
        .hasStatus(201);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(3_000_000);
  }

  @Test
  void the_connection_ends_after_a_request_whose_body_was_not_wanted() throws IOException {
    String answer =
        alice.raw(
            "POST /v1/transfers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000000\r\n\r\n{");

    assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("connection: close");
  }

  @Test
  void a_client_that_never_ends_its_body_is_cut_off() throws IOException {
    long start = System.nanoTime();
    String answer =
        alice.raw(
            "POST /v1/transfers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Idempotency-Key: k\r\nAuthorization: Bearer "
                + alice.token()
                + "\r\nContent-Length: 100\r\n\r\n{");

    assertThat(answer).isEmpty();
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    assertThat(StoredBooks.balance(his, "USDT")).isZero();
  }

  @Test
  void a_body_that_comes_in_drops_is_read_when_it_ends_in_time_and_cut_off_when_it_does_not()
      throws Exception {
    assertThat(drops(order, Duration.ofMillis(1))).startsWith("HTTP/1.1 201 Created");
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);

    // Each drop comes sooner than any limit; it is the whole that takes too long.
    assertThat(drops(order + " ".repeat(10_000), Duration.ofMillis(250))).isEmpty();
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on() throws IOException {
    String answer =
        alice.raw(
            "POST /v1/transfers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Idempotency-Key: k\r\nConnection: close\r\nExpect: 100-continue\r\nAuthorization: Bearer "
                + alice.token()
                + "\r\nContent-Length: "
                + order.length()
                + "\r\n\r\n"
                + order);

    assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 201 Created");
  }

  private Reply chunked(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return alice.send(
        alice
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", Client.newKey())
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))),
        path);
  }

  /** Sends a transfer's body byte by byte and reads until the server closes the connection. */
  private String drops(String body, Duration pause) throws IOException, InterruptedException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/transfers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Connection: close\r\nIdempotency-Key: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n";
      out.write(
          head.formatted(Client.newKey(), alice.token(), body.length())
              .getBytes(StandardCharsets.UTF_8));
      try {
        for (byte drop : body.getBytes(StandardCharsets.UTF_8)) {
          out.write(drop);
          Thread.sleep(pause);
        }
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException cutOff) {
        return "";
      }
    }
  }
}
