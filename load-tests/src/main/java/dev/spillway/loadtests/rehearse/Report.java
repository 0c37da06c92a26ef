package dev.spillway.loadtests.rehearse;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a rehearsal found out, told as it goes, and kept for Markdown. */
final class Report {
  private final String title;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private final List<Finding> findings = new ArrayList<>();

  private record Finding(String what, String seen, boolean required, boolean holds) {}

  Report(String title, PrintStream out) {
    this.title = title;
    this.out = out;
    out.println("# " + title);
  }

  /** What is being done now. */
  void step(String what) {
    out.printf(
        Locale.ROOT,
        "%6.1f s  %s%n",
        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3,
        what);
    out.flush();
  }

  /** What must hold. */
  void require(boolean holds, String what, String seen) {
    findings.add(new Finding(what, seen, true, holds));
    step((holds ? "holds: " : "DOES NOT HOLD: ") + what + ": " + seen);
  }

  /** What was measured. */
  void measured(String what, String seen) {
    findings.add(new Finding(what, seen, false, true));
    step(what + ": " + seen);
  }

  boolean isGood() {
    return findings.stream().allMatch(Finding::holds);
  }

  String markdown() {
    StringBuilder text =
        new StringBuilder("### " + title + "\n\n| what | seen | |\n|---|---|---|\n");
    for (Finding it : findings) {
      text.append("| ").append(cell(it.what())).append(" | ").append(cell(it.seen())).append(" | ");
      text.append(it.required() ? it.holds() ? "holds" : "**does not hold**" : "").append(" |\n");
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  void writeTo(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, markdown());
  }
}
