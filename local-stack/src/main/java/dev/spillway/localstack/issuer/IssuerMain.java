package dev.spillway.localstack.issuer;

import java.nio.file.Path;

/** Runs the token issuer as a process of its own: {@code IssuerMain STATE_DIRECTORY PORT}. */
public final class IssuerMain {

  private IssuerMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    TokenIssuer issuer = new TokenIssuer(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    issuer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(issuer::stop));
    Thread.currentThread().join();
  }
}
