package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.RequestReader;
import dev.spillway.loadtests.http.TokenCheck;
import dev.spillway.model.Asset;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The functions and their gateway as one process. Ends when it is killed. */
@Command(name = "lambda")
public final class LambdaMain implements Callable<Integer> {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--jdbc-url", required = true, description = "of the database with the wallets")
  private String jdbcUrl = "";

  @Option(names = "--user", required = true)
  private String user = "";

  @Option(names = "--password", required = true)
  private String password = "";

  @Option(
      names = "--proxy-connections",
      description = "size of the proxy's pool; without it each environment has its own connection")
  private int proxyConnections;

  @Option(names = "--cold-start", description = "ISO 8601 duration (default: ${DEFAULT-VALUE})")
  private Duration coldStart = LambdaSettings.defaults().coldStart();

  @Option(names = "--concurrency", description = "of the account (default: ${DEFAULT-VALUE})")
  private int concurrency = LambdaSettings.defaults().concurrency();

  @Option(names = "--api-timeout", description = "ISO 8601 duration (default: ${DEFAULT-VALUE})")
  private Duration apiTimeout = LambdaSettings.defaults().apiTimeout();

  @Option(names = "--idle", description = "ISO 8601 duration (default: ${DEFAULT-VALUE})")
  private Duration idle = LambdaSettings.defaults().idle();

  @Option(names = "--issuer", required = true)
  private String issuer = "";

  @Option(names = "--audience", required = true)
  private String audience = "";

  @Option(names = "--keys", required = true, description = "URL of the issuer's JWKS")
  private String keys = "";

  public static void main(String[] args) {
    int status = new CommandLine(new LambdaMain()).execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws SQLException, MalformedURLException {
    LambdaSettings settings = new LambdaSettings(coldStart, concurrency, apiTimeout, idle);
    Estate estate = new Estate(settings, access());
    Asset asset = SeededWallets.ASSET;
    RequestReader requests =
        new RequestReader(
            new TokenCheck(issuer, audience, URI.create(keys)), Map.of(asset.code(), asset));
    LongAdder timedOut = new LongAdder();
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
        .deployVerticle(
            () -> new ApiGateway(port, requests, estate, asset, settings, timedOut),
            new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return 0;
  }

  private DatabaseAccess access() throws SQLException {
    DatabaseServer server = DatabaseServer.at(jdbcUrl, user, password);
    BenchDatabase database = new BenchDatabase(server, server.maintenance());
    return proxyConnections > 0
        ? new ProxyAccess(database, proxyConnections)
        : new DirectAccess(database);
  }
}
