package dev.spillway.wallet.caller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spillway.wallet.StackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The issuer of the stack behind a server that answers each path only after a few faults. How many
 * are left it says at {@link #FAULTS_LEFT}: tests and their resources share no memory.
 */
public final class FaultyIssuer implements QuarkusTestResourceLifecycleManager {
  private static final String ISSUER = "quarkus.oidc.auth-server-url";
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/jwks";

  static final String FAULTS_LEFT = "/faults-left";

  /** What can become of a request. */
  private enum Fate {
    ANSWERED,
    CLOSED_BEFORE_THE_ANSWER,
    CLOSED_AMID_THE_ANSWER,
    SERVER_ERROR
  }

  private final Map<String, Deque<Fate>> fates =
      Map.of(
          // The start discovers the issuer once; what is asked for next are the keys.
          DISCOVERY,
          fates(
              Fate.ANSWERED,
              Fate.CLOSED_BEFORE_THE_ANSWER,
              Fate.SERVER_ERROR,
              Fate.CLOSED_AMID_THE_ANSWER),
          KEYS,
          fates(Fate.CLOSED_BEFORE_THE_ANSWER, Fate.SERVER_ERROR, Fate.CLOSED_AMID_THE_ANSWER));

  private final HttpServer server = listening();

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>(new StackResource().start());
    String issuer = config.get(ISSUER);
    String url = "http://localhost:" + server.getAddress().getPort();
    for (String path : List.of(DISCOVERY, KEYS)) {
      server.createContext(
          path, request -> meet(request, get(issuer + path).replace(issuer + KEYS, url + KEYS)));
    }
    server.createContext(FAULTS_LEFT, request -> meet(request, Long.toString(faultsLeft())));
    server.start();
    config.put(ISSUER, url);
    return config;
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  /** One thread serves all, so what is counted here is in order. */
  private void meet(HttpExchange request, String answer) throws IOException {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    @Nullable Fate fate =
        fates.getOrDefault(request.getHttpContext().getPath(), fates()).pollFirst();
    try (request) {
      switch (fate == null ? Fate.ANSWERED : fate) {
        case ANSWERED -> send(request, 200, body, body.length);
        case SERVER_ERROR -> send(request, 503, body, body.length);
        case CLOSED_AMID_THE_ANSWER -> send(request, 200, body, body.length / 2);
        case CLOSED_BEFORE_THE_ANSWER -> {
          // Closing the exchange closes the connection.
        }
      }
    }
  }

  private long faultsLeft() {
    return fates.values().stream()
        .flatMap(Deque::stream)
        .filter(fate -> fate != Fate.ANSWERED)
        .count();
  }

  private static void send(HttpExchange request, int status, byte[] body, int length)
      throws IOException {
    request.getResponseHeaders().add("Content-Type", "application/json");
    request.sendResponseHeaders(status, body.length);
    request.getResponseBody().write(body, 0, length);
  }

  static String get(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Deque<Fate> fates(Fate... fates) {
    return new ArrayDeque<>(Arrays.asList(fates));
  }

  private static HttpServer listening() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
