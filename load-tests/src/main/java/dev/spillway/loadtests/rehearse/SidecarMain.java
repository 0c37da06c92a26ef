package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.program.Program;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What makes a version bad, as a process of its own before the pod. Ends when it is killed. */
@Command(name = "sidecar")
public final class SidecarMain implements Callable<Integer> {
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
    Program.serve(new SidecarMain(), args);
  }

  @Override
  public Integer call() {
    Vertx.vertx()
        .deployVerticle(new Sidecar(port, target, new Fault(errors, slow, heldMillis, leakedBytes)))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return 0;
  }
}
