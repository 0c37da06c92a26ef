package dev.spillway.edge.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** {@code spillway.database.*}. */
@ConfigMapping(prefix = "spillway.database")
public interface DatabaseConfig {
  /**
   * The folder with the files {@code username} and {@code password}, as a mounted Secret has them;
   * looked at only with {@code quarkus.datasource.credentials-provider=mounted}.
   */
  @WithDefault("/etc/spillway/database")
  Path credentials();
}
