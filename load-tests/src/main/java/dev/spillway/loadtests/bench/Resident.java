package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.report.LineChart.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at a process's resident memory twice a second until it is closed. */
final class Resident implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final List<Double> mebibytes = new ArrayList<>();
  private final Thread sampler;

  Resident(ServiceProcess process) {
    sampler =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!Thread.currentThread().isInterrupted()) {
                      mebibytes.add(process.residentBytes() / 1_048_576.0);
                      Thread.sleep(INTERVAL);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /** The samples so far; only after {@link #close}. */
  List<Double> mebibytes() {
    return List.copyOf(mebibytes);
  }

  /** The samples over the seconds they were taken at. */
  static List<Point> points(List<Double> samples) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      points.add(new Point(i * INTERVAL.toMillis() / 1e3, samples.get(i)));
    }
    return points;
  }

  @Override
  public void close() throws InterruptedException {
    sampler.interrupt();
    sampler.join();
  }
}
