package dev.spillway.loadtests.http;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.model.Asset;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What a service that Spillway is compared with has to be told, and what it makes of it. */
public final class ContenderOptions {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--jdbc-url", required = true, description = "of the database with the wallets")
  private String jdbcUrl = "";

  @Option(names = "--user", required = true)
  private String user = "";

  @Option(names = "--password", required = true)
  private String password = "";

  @Option(names = "--issuer", required = true)
  private String issuer = "";

  @Option(names = "--audience", required = true)
  private String audience = "";

  @Option(names = "--keys", required = true, description = "URL of the issuer's JWKS")
  private String keys = "";

  /** Where the wallets are. */
  public BenchDatabase database() {
    DatabaseServer server = DatabaseServer.at(jdbcUrl, user, password);
    return new BenchDatabase(server, server.maintenance());
  }

  /** How it reads requests. */
  public RequestReader requests() throws MalformedURLException {
    Asset asset = SeededWallets.ASSET;
    return new RequestReader(
        new TokenCheck(issuer, audience, URI.create(keys)), Map.of(asset.code(), asset));
  }

  /** Listens, one server for each processor; returns once all do. */
  public void serve(Supplier<ContenderServer> servers) {
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
        .deployVerticle(() -> servers.get().on(port), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
