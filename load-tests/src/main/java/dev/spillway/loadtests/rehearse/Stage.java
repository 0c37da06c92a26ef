package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The servers that pods need, a ledger with wallets, and tokens of their owners. */
record Stage(LocalStack stack, BenchDatabase books, List<String> tokens, Path state, Path root)
    implements AutoCloseable {
  static final int USERS = 200;
  private static final Duration TOKENS_LAST = Duration.ofHours(4);

  /**
   * Starts the servers afresh.
   *
   * @param state what an earlier rehearsal has left there is ended and deleted
   */
  static Stage start(Path state, Path root) throws IOException, SQLException {
    LocalStack stack = LocalStack.forOneRun(state);
    stack.start();
    DatabaseServer server =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    BenchDatabase books = server.create("rehearsal");
    new SeededWallets(USERS).writeTo(books);
    List<String> tokens =
        IntStream.range(0, USERS)
            .mapToObj(user -> stack.token(SeededWallets.owner(user), "wallet", TOKENS_LAST))
            .toList();
    return new Stage(stack, books, tokens, state, root);
  }

  Path logs() {
    return state.resolve("logs");
  }

  @Override
  public void close() {
    stack.parts().forEach(Part::kill);
  }
}
