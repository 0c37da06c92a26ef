package dev.spillway.edge.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a service's resources answer, for the {@code Allow} header that RFC 9110 §15.5.6 demands
 * with a 405; the framework does not tell, and takes some of them for paths that are not there.
 * Each service has one bean of it.
 */
public final class AllowedMethods {
  /** For a resource at which things are made. */
  public static final String POSTED_TO = "POST, OPTIONS";

  /** For a resource that is only read. */
  public static final String READ = "GET, HEAD, OPTIONS";

  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private record Resource(Pattern path, String methods) {}

  private final List<Resource> resources;

  private AllowedMethods(List<Resource> resources) {
    this.resources = resources;
  }

  /**
   * Those of a service.
   *
   * @param byPath {@link #POSTED_TO} or {@link #READ} for each path, with variables as {@code {id}}
   */
  public static AllowedMethods of(Map<String, String> byPath) {
    return new AllowedMethods(
        byPath.entrySet().stream()
            .map(it -> new Resource(pattern(it.getKey()), it.getValue()))
            .toList());
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(VARIABLE.matcher(path).replaceAll("[^/]+") + "/?");
  }

  /** The header's value for a path; empty when nothing is there. */
  public Optional<String> at(String path) {
    return resources.stream()
        .filter(it -> it.path.matcher(path).matches())
        .map(Resource::methods)
        .findFirst();
  }
}
