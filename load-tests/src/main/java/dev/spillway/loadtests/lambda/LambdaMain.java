package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.ContenderOptions;
import dev.spillway.loadtests.http.RequestReader;
import dev.spillway.loadtests.program.Program;
import java.net.MalformedURLException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The functions and their gateway as one process. Ends when it is killed. */
@Command(name = "lambda")
public final class LambdaMain implements Callable<Integer> {
  @Mixin private ContenderOptions options = new ContenderOptions();

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

  public static void main(String[] args) {
    Program.serve(new LambdaMain(), args);
  }

  @Override
  public Integer call() throws SQLException, MalformedURLException {
    LambdaSettings settings = new LambdaSettings(coldStart, concurrency, apiTimeout, idle);
    Estate estate = new Estate(settings, access());
    RequestReader requests = options.requests();
    LongAdder timedOut = new LongAdder();
    options.serve(() -> new ApiGateway(requests, estate, SeededWallets.ASSET, settings, timedOut));
    return 0;
  }

  private DatabaseAccess access() throws SQLException {
    BenchDatabase database = options.database();
    return proxyConnections > 0
        ? new ProxyAccess(database, proxyConnections)
        : new DirectAccess(database);
  }
}
