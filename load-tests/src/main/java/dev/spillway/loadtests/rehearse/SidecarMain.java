package dev.spillway.loadtests.rehearse;

import io.vertx.core.Vertx;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What makes a version bad, as a process of its own before the pod. Ends when it is killed. */
@Command(name = "sidecar")
public final class SidecarMain implements Runnable {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--target", required = true, description = "port of the service")
  private int target;

  @Option(names = "--errors", description = "part of the requests that are answered 500")
  private double errors;

  @Option(names = "--slow", description = "part of the requests that are held back")
  private double slow;

  @Option(names = "--held-millis", description = "for so long")
  private long heldMillis;

  @Option(names = "--leaked-bytes", description = "kept with each request")
  private int leakedBytes;

  public static void main(String[] args) {
    int status = new CommandLine(new SidecarMain()).execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public void run() {
    Vertx.vertx()
        .deployVerticle(new Sidecar(port, target, new Fault(errors, slow, heldMillis, leakedBytes)))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
