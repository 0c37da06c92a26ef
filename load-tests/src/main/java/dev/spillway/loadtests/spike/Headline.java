package dev.spillway.loadtests.spike;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result in words for somebody who has ten seconds. */
final class Headline {
  private Headline() {}

  static String of(List<Trial> trials) {
    return "At %d× the usual load, ".formatted(Phases.TIMES)
        + trials.stream()
            .map(
                trial ->
                    trial.contestant().title() + " served " + percent(trial.hold().servedShare()))
            .collect(Collectors.joining(", "))
        + " of the requests.";
  }

  /** Never rounded up to all of them. */
  static String percent(double share) {
    double percent = Math.floor(share * 1_000) / 10;
    return percent == Math.rint(percent)
        ? "%d %%".formatted((long) percent)
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  static String duration(double millis) {
    return millis < 1_000
        ? String.format(Locale.ROOT, "%,.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  /** What a status code means here. */
  static String failure(String code) {
    return switch (code) {
      case "429" -> "429 throttled";
      case "502" -> "502 function failed";
      case "503" -> "503 told to retry";
      case "504" -> "504 timed out";
      default -> code;
    };
  }
}
