package dev.spillway.localstack.issuer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer in this JVM: the discovery document and the key set, which is all that a
 * service needs to verify tokens. It has no login and no token endpoint; {@link Tokens} signs with
 * the same key.
 */
public final class TokenIssuer implements Part {

  private final int port;
  private final SigningKey key;
  private @Nullable HttpServer server;

  public TokenIssuer(Path state, int port) {
    this.port = port;
    this.key = SigningKey.at(keyFile(state));
  }

  /** Where the key of the issuer with this state is. */
  public static Path keyFile(Path state) {
    return state.resolve("issuer/signing-key.json");
  }

  /** The issuer's URL, which is also the {@code iss} of its tokens. */
  public static String url(int port) {
    return "http://localhost:" + port;
  }

  @Override
  public String name() {
    return "Token issuer";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String url() {
    return url(port);
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    Ports.requireFree(port, name());
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      started.createContext("/", exchange -> answer(exchange, 404, "{\"error\":\"not_found\"}"));
      started.createContext(
          "/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
      started.createContext("/jwks", exchange -> answer(exchange, 200, key.publicJwks()));
      // The server's thread is a daemon if its parent is one; it must not keep a JVM alive that
      // only tests with it.
      Thread.ofPlatform().daemon().start(started::start).join();
      server = started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while the token issuer was starting", e);
    } catch (IOException e) {
      throw new LocalStackException("the token issuer could not be started: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  @Override
  public void kill() {
    stop();
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }

  @Override
  public boolean isHealthy() {
    return isRunning() && Ports.accepts(port);
  }

  @Override
  public SequencedMap<String, String> quarkusConfig() {
    return new LinkedHashMap<>(Map.of("quarkus.oidc.auth-server-url", url()));
  }

  /** Empty: it is part of this process. */
  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  private String discovery() {
    return """
    {"issuer":"%1$s","jwks_uri":"%1$s/jwks","response_types_supported":["token"],\
    "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"],\
    "scopes_supported":["wallet","wallet.admin","giveaway.admin","ops"]}\
    """
        .formatted(url());
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
