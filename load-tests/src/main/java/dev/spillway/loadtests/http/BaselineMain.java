package dev.spillway.loadtests.http;

import dev.spillway.loadtests.contender.PooledTransactions;
import dev.spillway.loadtests.program.Program;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The service compared with, as a process of its own: a transaction for each request on a pool.
 * Ends when it is killed.
 */
@Command(name = "baseline")
public final class BaselineMain implements Callable<Integer> {
  @Mixin private ContenderOptions options = new ContenderOptions();

  @Option(names = "--connections", required = true, description = "size of the pool")
  private int connections;

  public static void main(String[] args) {
    Program.serve(new BaselineMain(), args);
  }

  @Override
  public Integer call() throws Exception {
    PooledTransactions ledger = new PooledTransactions(options.database(), connections);
    RequestReader requests = options.requests();
    Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    options.serve(() -> new BaselineService(requests, ledger, threads));
    return 0;
  }
}
