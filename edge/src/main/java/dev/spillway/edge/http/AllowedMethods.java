package dev.spillway.edge.http;

/**
 * What a service's resources answer, for the {@code Allow} header that RFC 9110 §15.5.6 demands
 * with a 405; the framework does not tell. Each service has one bean of it.
 */
@FunctionalInterface
public interface AllowedMethods {
  /** For a resource at which things are made. */
  String POSTED_TO = "POST, OPTIONS";

  /** For a resource that is only read. */
  String READ = "GET, HEAD, OPTIONS";

  /** The header's value for a path. */
  String of(String path);
}
