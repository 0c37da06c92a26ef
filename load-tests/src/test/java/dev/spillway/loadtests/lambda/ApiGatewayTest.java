package dev.spillway.loadtests.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.RequestReader;
import dev.spillway.loadtests.http.TokenCheck;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackPorts;
import dev.spillway.localstack.issuer.Tokens;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.wallet.transfer.TransferIdentity;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions as a client meets them. */
class ApiGatewayTest {
  private static final Duration API_TIMEOUT = Duration.ofSeconds(2);
  private static final Asset ASSET = SeededWallets.ASSET;

  private final LocalStack stack = LocalStack.sharedByTests();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = StackPorts.free().issuer();
  private BenchDatabase books;
  private UUID campaign;
  private Estate estate;
  private Vertx vertx;

  @BeforeEach
  void open() throws Exception {
    books =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword())
            .create("gateway");
    new SeededWallets(3).writeTo(books);
    campaign = Campaigns.create(books, 1, 2, new Amount(BigInteger.TEN)).getFirst();
    LambdaSettings settings =
        new LambdaSettings(Duration.ofMillis(1), 10, API_TIMEOUT, Duration.ofMinutes(5));
    estate = new Estate(settings, new DirectAccess(books));
    RequestReader requests =
        new RequestReader(
            new TokenCheck(
                stack.issuerUrl(), Tokens.AUDIENCE, URI.create(stack.issuerUrl() + "/jwks")),
            Map.of(ASSET.code(), ASSET));
    vertx = Vertx.vertx();
    vertx
        .deployVerticle(new ApiGateway(requests, estate, ASSET, settings, new LongAdder()).on(port))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    estate.close();
    http.close();
    assertThat(BooksCheck.faults(books)).isEmpty();
    books.drop();
  }

  @Test
  void a_claim_pays_at_once_and_shows_in_balance_and_history() throws Exception {
    HttpResponse<String> claim = post("/v1/campaigns/" + campaign + "/claims", 0, "");

    assertThat(claim.statusCode()).isEqualTo(201);
    assertThat(claim.body()).contains(campaign.toString(), "credited");
    assertThat(get("/balances", 0).body()).contains("\"total\":\"1000000.000010\"");
    assertThat(get("/entries", 0).body())
        .contains("\"seq\":2", "\"amount\":\"0.000010\"", "\"reference\":\"giveaway\"");
  }

  @Test
  void a_transfer_is_answered_as_the_wallet_service_answers_it() throws Exception {
    String body =
        "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"USDT\",\"amount\":\"1.5\",\"reference\":\"lunch\"}"
            .formatted(SeededWallets.wallet(0), SeededWallets.wallet(1));

    HttpResponse<String> transfer = post("/v1/transfers", 0, body);

    assertThat(transfer.statusCode()).isEqualTo(201);
    assertThat(transfer.body()).contains("\"status\":\"posted\"", "\"amount\":\"1.500000\"");
    assertThat(get("/balances", 1).body()).contains("\"total\":\"1000001.500000\"");
  }

  @Test
  void a_key_is_kept_where_the_wallet_service_looks_for_it() throws Exception {
    String body =
        "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"USDT\",\"amount\":\"1.5\"}"
            .formatted(SeededWallets.wallet(0), SeededWallets.wallet(1));
    String key = UUID.randomUUID().toString();

    HttpResponse<String> transfer = post("/v1/transfers", 0, body, key);

    assertThat(transfer.statusCode()).isEqualTo(201);
    assertThat(
            kept(
                TransferIdentity.key(SeededWallets.owner(0), new IdempotencyKey(key)),
                TransferIdentity.content(
                    SeededWallets.wallet(0), SeededWallets.wallet(1), "USDT", "1.5", null)))
        .contains(transfer.body());
  }

  @Test
  void an_entry_says_what_the_wallet_service_says_of_it() throws Exception {
    assertThat(get("/entries", 0).body())
        .contains("\"counterparty\":\"external:USDT\"")
        .containsPattern("\"createdAt\":\"[0-9-]+T[0-9:.]+Z\"");
  }

  @Test
  void somebody_elses_wallet_is_not_found_and_nobody_is_not_authenticated() throws Exception {
    HttpRequest theirs = request("/v1/wallets/" + SeededWallets.wallet(1) + "/balances", 0).build();
    HttpRequest nobodys =
        HttpRequest.newBuilder(uri("/v1/wallets/" + SeededWallets.wallet(1) + "/balances")).build();

    assertThat(http.send(theirs, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(http.send(nobodys, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void the_gateway_gives_up_on_a_slow_function_which_does_its_work_all_the_same() throws Exception {
    try (Connection other = books.connect("somebody else");
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("SELECT 1 FROM functions.campaign FOR UPDATE");

      HttpResponse<String> claim = post("/v1/campaigns/" + campaign + "/claims", 0, "");

      assertThat(claim.statusCode()).isEqualTo(504);
      assertThat(estate.state().idle()).isZero();
      other.rollback();
    }
    HttpResponse<String> again = post("/v1/campaigns/" + campaign + "/claims", 0, "");
    assertThat(again.statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String what, int user) throws Exception {
    HttpRequest request = request("/v1/wallets/" + SeededWallets.wallet(user) + what, user).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private Optional<String> kept(UUID key, UUID request) throws Exception {
    try (Connection connection = books.connect("keys");
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT body FROM idempotency WHERE key = ? AND request = ?")) {
      statement.setObject(1, key);
      statement.setObject(2, request);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private HttpResponse<String> post(String path, int user, String body) throws Exception {
    return post(path, user, body, UUID.randomUUID().toString());
  }

  private HttpResponse<String> post(String path, int user, String body, String key)
      throws Exception {
    HttpRequest request =
        request(path, user)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, int user) {
    String token = stack.token(SeededWallets.owner(user), "wallet", Duration.ofMinutes(10));
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
