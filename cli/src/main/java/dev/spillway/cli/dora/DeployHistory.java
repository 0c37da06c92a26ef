package dev.spillway.cli.dora;

import dev.spillway.cli.git.Git;
import dev.spillway.cli.git.UnreadableHistoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the deploys in a repository's history.
 *
 * <p>A <b>deploy</b> is a commit on the branch's first-parent line whose difference to its first
 * parent changes an image or its version in {@code k8s/apps/SERVICE/overlays/CLUSTER}. So a merge
 * is one deploy, whatever its branch went through. A change of a replica count is none. The
 * overlay's first appearance is one, without lead times: there is nothing that it can be compared
 * with.
 *
 * <p>The <b>changes</b> that it brings are the commits (merges apart) which its version has and the
 * service's version before had not, and which touch the service, the shared model or the parent
 * POM. A version's commit is the one tagged {@code vVERSION} or {@code VERSION}, or that the
 * version itself names; else the deploy's own.
 *
 * <p>It <b>undoes</b> a deploy when it, or a commit that it merges, says {@code This reverts commit
 * …}, as {@code git revert} does, of that deploy or of a commit that the deploy merged. A revert of
 * a rollback is a deploy as any other.
 */
public final class DeployHistory {

  private static final Pattern REVERTS = Pattern.compile("This reverts commit ([0-9a-f]{7,64})");
  private static final Pattern OVERLAY = Pattern.compile("k8s/apps/([^/]+)/overlays/.*");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  private final Git git;
  private final String branch;
  private final String cluster;

  /** The deploy that brought each commit, for reverts to be looked up. */
  private final Map<String, String> broughtBy = new HashMap<>();

  private final Set<String> rollbacks = new HashSet<>();

  /** What each service's version was made from, as of its last deploy. */
  private final Map<String, String> sources = new HashMap<>();

  private DeployHistory(Git git, String branch, String cluster) {
    this.git = git;
    this.branch = branch;
    this.cluster = cluster;
  }

  /**
   * All deploys, the oldest first.
   *
   * @param cluster the overlays' folder
   * @throws UnreadableHistoryException when there is no such branch, or no repository
   */
  public static List<Deploy> of(Path repository, String branch, String cluster) {
    return new DeployHistory(new Git(repository), branch, cluster).deploys();
  }

  private List<Deploy> deploys() {
    String tip =
        git.commit(branch)
            .orElseThrow(
                () ->
                    new UnreadableHistoryException(
                        "there is no branch '" + branch + "' with a commit; say --branch"));
    List<Deploy> deploys = new ArrayList<>();
    String log =
        git.read(
            "log",
            "--first-parent",
            "--diff-merges=first-parent",
            "--no-renames",
            "--reverse",
            "--name-only",
            "--format=%x1e%H %ct",
            tip,
            "--",
            ":(glob)k8s/apps/*/overlays/" + cluster + "/kustomization.yaml");
    for (String record : records(log)) {
      List<String> lines = record.lines().filter(line -> !line.isBlank()).toList();
      String[] head = lines.getFirst().split(" ");
      deploy(head[0], seconds(head[1]), lines.subList(1, lines.size())).ifPresent(deploys::add);
    }
    return deploys;
  }

  private Optional<Deploy> deploy(String commit, Instant at, List<String> overlays) {
    Set<String> services = new TreeSet<>();
    List<Duration> leadTimes = new ArrayList<>();
    Optional<String> undoes = Optional.empty();
    for (String overlay : overlays) {
      Map<String, OverlayImages.Pinned> after = OverlayImages.of(git.file(commit, overlay));
      boolean changed = !after.equals(OverlayImages.of(git.file(commit + "^1", overlay)));
      Matcher path = OVERLAY.matcher(overlay);
      // Without an image any more it is taken away, which brings nobody a change.
      if (changed && !after.isEmpty() && path.matches()) {
        services.add(path.group(1));
      }
    }
    if (services.isEmpty()) {
      return Optional.empty();
    }
    undoes = undoneBy(commit);
    for (String service : services) {
      String source = source(commit, service);
      String before = sources.put(service, source);
      if (before != null && undoes.isEmpty()) {
        changes(service, before, source).forEach(it -> leadTimes.add(atLeastZero(it, at)));
      }
    }
    return Optional.of(new Deploy(commit, at, services, leadTimes, undoes));
  }

  /** Also notes what came with the commit. */
  private Optional<String> undoneBy(String commit) {
    Optional<String> undone = Optional.empty();
    Set<String> brought = new HashSet<>(Set.of(commit));
    List<String> range = new ArrayList<>(List.of("log", "--format=%x1e%H%x1f%B", commit));
    git.commit(commit + "^1").ifPresent(parent -> range.add("^" + parent));
    for (String record : records(git.read(range.toArray(String[]::new)))) {
      String[] parts = record.split("\u001f", 2);
      brought.add(parts[0].strip());
      Matcher reverts = REVERTS.matcher(parts[1]);
      while (reverts.find()) {
        undone = undone.or(() -> git.commit(reverts.group(1)).map(broughtBy::get));
      }
    }
    brought.forEach(it -> broughtBy.putIfAbsent(it, commit));
    undone = undone.filter(deploy -> !rollbacks.contains(deploy));
    if (undone.isPresent()) {
      rollbacks.add(commit);
    }
    return undone;
  }

  private String source(String commit, String service) {
    String overlay = "k8s/apps/%s/overlays/%s/kustomization.yaml".formatted(service, cluster);
    String version =
        OverlayImages.of(git.file(commit, overlay)).values().stream()
            .map(OverlayImages.Pinned::version)
            .findFirst()
            .orElse("");
    return git.commit("refs/tags/v" + version)
        .or(() -> git.commit("refs/tags/" + version))
        .or(() -> COMMIT.matcher(version).matches() ? git.commit(version) : Optional.empty())
        .orElse(commit);
  }

  private List<Instant> changes(String service, String before, String source) {
    String log =
        git.read(
            "log",
            "--no-merges",
            "--format=%x1e%at",
            source,
            "^" + before,
            "--",
            "services/" + service,
            "shared-model",
            "pom.xml");
    return records(log).stream().map(String::strip).map(DeployHistory::seconds).toList();
  }

  /** Clocks of two people differ; a change is not deployed before it is made. */
  private static Duration atLeastZero(Instant change, Instant deployed) {
    return change.isAfter(deployed) ? Duration.ZERO : Duration.between(change, deployed);
  }

  private static Instant seconds(String text) {
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  private static List<String> records(String log) {
    return List.of(log.split("\u001e")).stream().filter(it -> !it.isBlank()).toList();
  }
}
