package dev.spillway.wallet.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tokens are let in. */
@QuarkusTest
@WithTestResource(StackResource.class)
class TokensTest {
  @TestHTTPResource("/")
  URI base;

  private ForgedTokens forged;

  @BeforeEach
  void a_forger() throws Exception {
    forged = new ForgedTokens(StackResource.stack());
  }

  @Test
  void a_good_token_is_let_in_every_time() {
    Client alice = Client.someone(base);

    alice.get("/v1/assets").hasStatus(200);
    alice.get("/v1/assets").hasStatus(200);
    client(forged.sign(forged.claims("alice").claim("scope", "openid wallet email")))
        .get("/v1/assets")
        .hasStatus(200);
    client(forged.sign(forged.claims("alice").claim("scope", List.of("wallet"))))
        .get("/v1/assets")
        .hasStatus(200);
  }

  @Test
  void without_a_token_one_is_asked_for() {
    Reply refused = client(null).get("/v1/wallets/me").isProblem(ProblemCode.UNAUTHENTICATED);

    assertThat(refused.header("WWW-Authenticate")).contains("Bearer realm=\"spillway\"");
    client(null).post("/v1/transfers", "key", "{}").isProblem(ProblemCode.UNAUTHENTICATED);
    client(null).post("/v1/wallets", "not json").isProblem(ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void no_call_is_open_to_a_token_that_is_wrong() throws Exception {
    Client eve = client(forged.all().get("HMAC keyed with the public PEM"));
    String id = Ids.next().toString();
    for (String path :
        List.of(
            "/v1/wallets/me",
            "/v1/wallets/" + id,
            "/v1/wallets/" + id + "/balances",
            "/v1/wallets/" + id + "/entries",
            "/v1/transfers/" + id,
            "/v1/assets")) {
      eve.get(path).isProblem(ProblemCode.UNAUTHENTICATED);
    }
    for (String path : List.of("/v1/wallets", "/v1/transfers", "/v1/transfer-batches")) {
      eve.post(path, Client.newKey(), "{}").isProblem(ProblemCode.UNAUTHENTICATED);
    }
  }

  @Test
  void a_token_that_is_wrong_in_any_way_opens_nothing() throws Exception {
    long before = StoredBooks.rowsOf("wallet");

    forged
        .all()
        .forEach(
            (fault, token) -> {
              Reply refused = client(token).get("/v1/wallets/me");
              assertThat(refused.status()).as(fault).isEqualTo(401);
              refused.isProblem(ProblemCode.UNAUTHENTICATED);
              client(token).post("/v1/wallets", "{}").isProblem(ProblemCode.UNAUTHENTICATED);
              client(token)
                  .post("/v1/transfers", Client.newKey(), "{}")
                  .isProblem(ProblemCode.UNAUTHENTICATED);
            });

    assertThat(StoredBooks.rowsOf("wallet")).isEqualTo(before);
  }

  @Test
  void a_remembered_token_still_ends_with_its_expiry() throws Exception {
    Client brief =
        client(
            forged.sign(
                forged.claims("brief").expirationTime(ForgedTokens.in(Duration.ofSeconds(4)))));
    brief.get("/v1/assets").hasStatus(200);

    Thread.sleep(Duration.ofMillis(4_100));

    brief.get("/v1/assets").isProblem(ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void nobody_comes_under_a_name_that_is_kept_for_the_services() throws Exception {
    for (String reserved : List.of("spillway:", "spillway:campaign:" + Ids.next())) {
      Client pretender = client(forged.sign(forged.claims(reserved)));
      pretender.get("/v1/wallets/me").isProblem(ProblemCode.UNAUTHENTICATED);
      pretender.post("/v1/wallets", "{}").isProblem(ProblemCode.UNAUTHENTICATED);
      pretender.get("/v1/wallets/me").isProblem(ProblemCode.UNAUTHENTICATED);
    }
    client(forged.sign(forged.claims("spillway-fan"))).get("/v1/assets").hasStatus(200);
  }

  @Test
  void a_scope_that_does_not_include_the_call_is_not_enough() {
    for (String scope : List.of("", "ops", "wallets", "WALLET", "wallet.read giveaway.admin")) {
      Client other = Client.of(base, "other", scope);
      other.get("/v1/wallets/me").isProblem(ProblemCode.INSUFFICIENT_SCOPE);
      other.post("/v1/transfers", "key", "{}").isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    }
    client(forged.sign(forged.claims("other").claim("scope", null)))
        .get("/v1/assets")
        .isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    client(forged.sign(forged.claims("other").claim("scope", 1)))
        .get("/v1/assets")
        .isProblem(ProblemCode.INSUFFICIENT_SCOPE);
  }

  @Test
  void health_metrics_and_the_api_need_no_token() {
    for (String path :
        List.of(
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/metrics",
            "/q/openapi",
            "/q/swagger-ui/")) {
      assertThat(client(null).get(path).status()).as(path).isEqualTo(200);
    }
  }

  private Client client(@Nullable String token) {
    return new Client(base, "anybody", token);
  }
}
