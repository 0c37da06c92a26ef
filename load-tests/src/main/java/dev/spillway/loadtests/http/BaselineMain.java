package dev.spillway.loadtests.http;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.PooledTransactions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The service compared with, as a process of its own: a transaction for each request on a pool.
 * Ends when it is killed.
 */
@Command(name = "baseline")
public final class BaselineMain implements Runnable {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--jdbc-url", required = true, description = "of the database with the wallets")
  private String jdbcUrl = "";

  @Option(names = "--user", required = true)
  private String user = "";

  @Option(names = "--password", required = true)
  private String password = "";

  @Option(names = "--connections", required = true, description = "size of the pool")
  private int connections;

  @Option(names = "--issuer", required = true)
  private String issuer = "";

  @Option(names = "--audience", required = true)
  private String audience = "";

  @Option(names = "--keys", required = true, description = "URL of the issuer's JWKS")
  private String keys = "";

  public static void main(String[] args) {
    int status = new CommandLine(new BaselineMain()).execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public void run() {
    try {
      DatabaseServer server = DatabaseServer.at(jdbcUrl, user, password);
      PooledTransactions ledger =
          new PooledTransactions(new BenchDatabase(server, server.maintenance()), connections);
      RequestReader requests =
          new RequestReader(
              new TokenCheck(issuer, audience, URI.create(keys)),
              Map.of(SeededWallets.ASSET.code(), SeededWallets.ASSET));
      Executor threads = Executors.newVirtualThreadPerTaskExecutor();
      int loops = Runtime.getRuntime().availableProcessors();
      Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
      vertx
          .deployVerticle(
              () -> new BaselineService(port, requests, ledger, threads),
              new DeploymentOptions().setInstances(loops))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (Exception e) {
      throw new IllegalStateException("the baseline service could not start", e);
    }
  }
}
