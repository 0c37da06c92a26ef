package dev.spillway.localstack.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Server settings, given on the command line so that a data directory of an older version gets the
 * current ones.
 */
record PostgresSettings(Map<String, String> values) {

  static final PostgresSettings FOR_DEVELOPMENT = new PostgresSettings(forDevelopment());

  private static Map<String, String> forDevelopment() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("listen_addresses", "127.0.0.1");
    values.put("unix_socket_directories", "");
    values.put("max_connections", "100");
    // What is acknowledged is on disk: the figures of every benchmark stand on these three.
    values.put("fsync", "on");
    values.put("synchronous_commit", "on");
    values.put("full_page_writes", "on");
    values.put("shared_buffers", "512MB");
    values.put("huge_pages", "off");
    // Checkpoints far apart and spread out, as on a server that is tuned for writes. This build has
    // no lz4, and pglz would cost the two cores more than the log it saves.
    values.put("max_wal_size", "4GB");
    // Files of the log are used again, as on a server that has run for long: making a new one, of
    // which every byte is first written with zeros, holds the commit up that needs it.
    values.put("min_wal_size", "1GB");
    values.put("checkpoint_timeout", "15min");
    values.put("checkpoint_completion_target", "0.9");
    values.put("wal_compression", "off");
    values.put("timezone", "UTC");
    values.put("log_timezone", "UTC");
    values.put("log_checkpoints", "on");
    values.put("log_line_prefix", "%m [%p] ");
    return values;
  }

  void appendTo(List<String> command, int port) {
    command.add("-p");
    command.add(Integer.toString(port));
    values.forEach(
        (name, value) -> {
          command.add("-c");
          command.add(name + "=" + value);
        });
  }
}
