package dev.spillway.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parts that start and stop beside each other. {@link #stop} may come from another thread while
 * {@link #start} is still busy, as it does after Ctrl-C: what is being started is then given up.
 */
public final class PartSet {

  /** Unpacking and initdb cannot be interrupted; everything else can. */
  private static final int GIVE_UP_SECONDS = 20;

  private final List<Part> parts;
  private volatile @Nullable ExecutorService starters;

  public PartSet(List<? extends Part> parts) {
    this.parts = List.copyOf(parts);
  }

  public List<Part> parts() {
    return parts;
  }

  /**
   * Starts every part and tells {@code started} of each in turn; when one cannot start, all are
   * stopped again and its failure is thrown.
   */
  public void start(Consumer<Part> started) {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    starters = executor;
    try {
      var starts = new ExecutorCompletionService<Part>(executor);
      for (Part part : parts) {
        starts.submit(part::start, part);
      }
      for (int i = 0; i < parts.size(); i++) {
        started.accept(starts.take().get());
      }
    } catch (ExecutionException e) {
      stop(part -> {});
      throw e.getCause() instanceof LocalStackException refusal
          ? refusal
          : new LocalStackException("the local stack could not be started", e.getCause());
    } catch (InterruptedException e) {
      stop(part -> {});
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while the local stack was starting", e);
    } finally {
      executor.shutdown();
    }
  }

  /**
   * Stops every part that runs, gives up those that are starting, and tells {@code stopped} of
   * each.
   */
  public void stop(Consumer<Part> stopped) {
    giveUpStarting();
    List<Thread> stoppers = new ArrayList<>();
    for (Part part : parts) {
      if (part.isRunning()) {
        stoppers.add(
            Thread.startVirtualThread(
                () -> {
                  part.stop();
                  stopped.accept(part);
                }));
      }
    }
    for (Thread stopper : stoppers) {
      try {
        stopper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void giveUpStarting() {
    ExecutorService executor = starters;
    if (executor == null) {
      return;
    }
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
        parts.forEach(Part::kill);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
