package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A suite of its own, empty at first and gone afterwards, in which the services record their
 * ahead-of-time caches while they do what they will have to do: money comes in, is moved and given
 * away. The users' books know nothing of it.
 */
final class TrainingGround implements AutoCloseable {
  /** From one attempt at a set of ports to the next. */
  private static final int STEP = 500;

  private static final int MOST_TRIES = 20;

  private final Installation ground;
  private final LocalStack stack;
  private final List<ServiceProcess> services;

  private TrainingGround(Installation ground) {
    this.ground = ground;
    this.stack = ground.stack();
    this.services = ground.services();
  }

  /** A place beside the installation, on ports that nobody has. */
  static TrainingGround of(Installation installation) {
    return IntStream.rangeClosed(1, MOST_TRIES)
        .mapToObj(step -> at(installation, step))
        .filter(TrainingGround::isFree)
        .findFirst()
        .orElseThrow(() -> new LocalStackException("no ports are free for a training run"));
  }

  /** Ends and deletes what a training run has left that was killed, on whatever ports it was. */
  static void clearLeftovers(Installation installation) {
    at(installation, 1).clear();
  }

  private static TrainingGround at(Installation installation, int step) {
    return new TrainingGround(
        new Installation(
            installation.root(),
            installation.state().resolve("training"),
            installation.portOffset() + step * STEP,
            Map.of()));
  }

  private boolean isFree() {
    return all().mapToInt(Part::port).noneMatch(Ports::accepts);
  }

  /**
   * Makes the caches of all services.
   *
   * @param progress is told what is done
   */
  void record(Consumer<String> progress) {
    prepare();
    services.parallelStream().forEach(ServiceProcess::startRecording);
    progress.accept("the services were ready without them");
    new TrainingRun(ground).serve();
    progress.accept("they have been trained");
    // Each writes its cache on its way out, on a core of its own.
    services.parallelStream().forEach(ServiceProcess::stopRecording);
    progress.accept("the caches are made");
  }

  /** Starts the stack without services of its own, for such as others start in this place. */
  Installation prepare() {
    clear();
    stack.start();
    return ground;
  }

  @Override
  public void close() {
    clear();
  }

  /** Also what a training run left that was killed. */
  private void clear() {
    all().forEach(Part::kill);
    try {
      UnpackedParts.deleteTree(ground.state());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Part> all() {
    return Stream.concat(services.stream(), stack.parts().stream());
  }
}
