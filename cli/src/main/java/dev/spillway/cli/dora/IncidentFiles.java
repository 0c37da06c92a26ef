package dev.spillway.cli.dora;

import dev.spillway.cli.git.UnreadableHistoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads incidents from the front matter of Markdown files. */
public final class IncidentFiles {

  private static final Set<String> OTHERS = Set.of("README.md", "template.md");
  private static final Set<String> KNOWN = Set.of("started", "restored", "deploy");
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---\\R(.*?)^---\\s*$", Pattern.DOTALL | Pattern.MULTILINE);

  /** Shorter ones are ambiguous sooner or later. */
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  private IncidentFiles() {}

  /** All incidents of a directory, by file name; none when it is not there. */
  public static List<Incident> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Incident> incidents = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".md") && !OTHERS.contains(name)) {
          incidents.add(parse(name, Files.readString(file)));
        }
      }
      return incidents;
    } catch (IOException e) {
      throw new UnreadableHistoryException(directory + " cannot be read: " + e.getMessage());
    }
  }

  static Incident parse(String name, String markdown) {
    Matcher matter = FRONT_MATTER.matcher(markdown);
    if (!matter.find()) {
      throw new UnreadableHistoryException(name + " has no front matter");
    }
    Map<?, ?> fields = fields(name, matter.group(1));
    for (Object field : fields.keySet()) {
      if (!KNOWN.contains(field)) {
        throw new UnreadableHistoryException(name + ": what is '" + field + "'?");
      }
    }
    return new Incident(
        name,
        time(name, fields, "started")
            .orElseThrow(() -> new UnreadableHistoryException(name + ": when was it 'started'?")),
        time(name, fields, "restored"),
        deploy(name, fields));
  }

  private static Map<?, ?> fields(String name, String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions unused = new DumperOptions();
    try {
      Object loaded =
          new Yaml(
                  new SafeConstructor(options),
                  new Representer(unused),
                  unused,
                  options,
                  new OnlyText())
              .load(yaml);
      return loaded instanceof Map<?, ?> map ? map : Map.of();
    } catch (YAMLException e) {
      throw new UnreadableHistoryException(
          name + ": " + e.getMessage().lines().findFirst().orElse("not YAML"));
    }
  }

  private static Optional<Instant> time(String name, Map<?, ?> fields, String field) {
    Optional<String> text = text(fields, field);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new UnreadableHistoryException(
          name + ": '" + field + "' is no time such as 2026-03-05T14:07:00Z");
    }
  }

  private static Optional<String> deploy(String name, Map<?, ?> fields) {
    Optional<String> commit = text(fields, "deploy");
    if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
      throw new UnreadableHistoryException(
          name + ": 'deploy' is no commit of at least 7 hexadecimal digits");
    }
    return commit;
  }

  private static Optional<String> text(Map<?, ?> fields, String field) {
    Object value = fields.get(field);
    return value == null || value.toString().isBlank()
        ? Optional.empty()
        : Optional.of(value.toString().strip());
  }

  /** Leaves every value as it was written: a commit of digits alone is not a number. */
  private static final class OnlyText extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }
}
