package dev.spillway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.cli.dora.DeployHistory;
import dev.spillway.cli.dora.DoraMetrics;
import dev.spillway.cli.dora.IncidentFiles;
import dev.spillway.cli.git.UnreadableHistoryException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway dora}: the four figures of delivery, from git and {@code docs/incidents}. */
@Command(
    name = "dora",
    description = "How often production changes, how soon, how often that fails, and for how long.")
final class DoraCommand implements Callable<Integer> {

  private static final int MOST_DAYS = 3_650;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "The period that ends now (default: ${DEFAULT-VALUE}).",
      defaultValue = "90")
  private int days;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "What Argo CD follows (default: ${DEFAULT-VALUE}).",
      defaultValue = "main")
  private String branch = "main";

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description =
          "The overlays k8s/apps/*/overlays/NAME that are production (default: ${DEFAULT-VALUE}).",
      defaultValue = "production")
  private String cluster = "production";

  @Option(names = "--json", description = "For a program; durations in seconds.")
  private boolean json;

  @ParentCommand private Spillway spillway;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (days < 1 || days > MOST_DAYS) {
      throw new ParameterException(spec.commandLine(), "--days takes 1 to " + MOST_DAYS);
    }
    DoraMetrics metrics = metrics();
    Output.of(spec).line(json ? json(metrics) : table(metrics));
    return 0;
  }

  private DoraMetrics metrics() {
    try {
      var root = spillway.installation().root();
      // What is committed within this second is part of the period.
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
      return DoraMetrics.of(
          DeployHistory.of(root, branch, cluster),
          IncidentFiles.in(root.resolve("docs/incidents")),
          now.minus(Duration.ofDays(days)),
          now);
    } catch (UnreadableHistoryException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private String table(DoraMetrics it) {
    String rate =
        it.changeFailRate().map(r -> String.format(Locale.ROOT, "%.0f %%", r * 100)).orElse("–");
    return String.format(
        Locale.ROOT,
        """
        %s, %d days to %s
        deployment frequency             %-12s %d deploys, %d rollbacks
        change lead time                 %-12s median of %d changes
        change fail rate                 %-12s %d of %d deploys
        failed deployment recovery time  %-12s median of %d; %d incidents open""",
        cluster,
        days,
        it.to(),
        String.format(Locale.ROOT, "%.2f a day", it.deploysPerDay()),
        it.deploys(),
        it.rollbacks(),
        words(it.leadTime()),
        it.changes(),
        rate,
        it.failed(),
        it.deploys(),
        words(it.timeToRestore()),
        it.restored(),
        it.open());
  }

  /** In the largest unit of which there is at least one, with one decimal. */
  static String words(Optional<Duration> duration) {
    if (duration.isEmpty()) {
      return "–";
    }
    double seconds = duration.get().toMillis() / 1e3;
    if (seconds >= 86_400) {
      return String.format(Locale.ROOT, "%.1f days", seconds / 86_400);
    }
    if (seconds >= 3_600) {
      return String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
    return String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  private String json(DoraMetrics it) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("cluster", cluster).put("from", it.from().toString()).put("to", it.to().toString());
    node.put("deploys", it.deploys()).put("rollbacks", it.rollbacks());
    node.put("deploysPerDay", it.deploysPerDay());
    node.put("changes", it.changes()).put("leadTimeSeconds", seconds(it.leadTime()));
    node.put("failedDeploys", it.failed()).put("changeFailRate", it.changeFailRate().orElse(null));
    node.put("restored", it.restored()).put("timeToRestoreSeconds", seconds(it.timeToRestore()));
    node.put("openIncidents", it.open());
    return node.toString();
  }

  private static Long seconds(Optional<Duration> duration) {
    return duration.map(Duration::toSeconds).orElse(null);
  }
}
