package dev.spillway.wallet.caller;

import dev.spillway.edge.http.BothWays;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.Client;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A pod starts and comes by its issuer's keys, whatever becomes of the first connections. */
@QuarkusTest
@WithTestResource(FaultyIssuer.class)
class FaultyIssuerTest {
  @TestHTTPResource("/")
  URI base;

  @ConfigProperty(name = "quarkus.oidc.auth-server-url")
  String issuer;

  @Inject MeterRegistry meters;

  @Test
  void the_keys_are_asked_for_until_they_come_without_anybody_needing_them() {
    Client alice = Client.someone(base);

    Bank.eventually("every fault has happened", () -> faultsLeft().equals("0"));
    Bank.eventually("a token is verified at once", () -> takesTheShortWay(alice));
  }

  private String faultsLeft() {
    try {
      return FaultyIssuer.get(issuer + FaultyIssuer.FAULTS_LEFT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean takesTheShortWay(Client client) {
    BothWays ways = new BothWays(meters);
    double before = ways.taken();
    client.get("/v1/wallets/me").isProblem(ProblemCode.NOT_FOUND);
    return ways.taken() > before;
  }
}
