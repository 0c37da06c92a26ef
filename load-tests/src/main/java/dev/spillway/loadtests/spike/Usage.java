package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.watch.DirectorySize;
import dev.spillway.loadtests.watch.ValkeyConsole;
import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.sql.SQLException;

/**
 * What has been used so far of that which grows with the work.
 *
 * @param walBytes of the database's log
 * @param kafkaBytes of the broker's log
 * @param valkeyCommands processed, those within scripts included
 */
record Usage(long walBytes, long kafkaBytes, long valkeyCommands) {

  static Usage now(LocalStack stack, DatabaseServer server) throws SQLException, IOException {
    return new Usage(
        server.walBytes(),
        DirectorySize.of(stack.state().resolve("kafka"), ".log"),
        new ValkeyConsole(stack.valkey().port()).commands());
  }

  Usage since(Usage before) {
    return new Usage(
        walBytes - before.walBytes,
        kafkaBytes - before.kafkaBytes,
        valkeyCommands - before.valkeyCommands);
  }
}
