package dev.spillway.localstack;

import dev.spillway.localstack.issuer.IssuerProcess;
import dev.spillway.localstack.issuer.SigningKey;
import dev.spillway.localstack.issuer.TokenIssuer;
import dev.spillway.localstack.issuer.Tokens;
import dev.spillway.localstack.kafka.KafkaBroker;
import dev.spillway.localstack.postgres.PostgresServer;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.UnpackedParts;
import dev.spillway.localstack.valkey.ValkeyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL, Kafka, Valkey and a token issuer, real ones, on one machine. A program that starts
 * one must stop it: its servers are processes of their own and do not end with this JVM. {@link
 * #forTests()} sees to that itself.
 */
public final class LocalStack implements AutoCloseable {

  private final Path state;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final ValkeyServer valkey;
  private final Part issuer;
  private final Tokens tokens;
  private final PartSet all;

  private LocalStack(StackConfig config, Part issuer) {
    StackPorts ports = config.ports();
    this.state = config.state();
    this.postgres = new PostgresServer(config.state(), config.parts(), ports.postgres());
    this.kafka =
        new KafkaBroker(config.state(), config.parts(), ports.kafka(), ports.kafkaController());
    this.valkey = new ValkeyServer(config.state(), config.parts(), ports.valkey());
    this.issuer = issuer;
    this.all = new PartSet(List.of(postgres, kafka, valkey, issuer));
    this.tokens = new Tokens(issuer.url(), SigningKey.at(TokenIssuer.keyFile(config.state())));
  }

  /** A stack whose servers, the token issuer too, may outlive this JVM; nothing is started yet. */
  public static LocalStack at(StackConfig config) {
    return new LocalStack(config, new IssuerProcess(config.state(), config.ports().issuer()));
  }

  /** The stack of {@link #at}, started. */
  public static LocalStack start(StackConfig config) {
    LocalStack stack = at(config);
    stack.start();
    return stack;
  }

  /**
   * A stack for one run of a program, on free ports, not started yet. What an earlier run has left
   * is ended and deleted; while another run is at work there, this fails. It ends with this JVM;
   * its data stays to be looked at until {@link #discard} or the next run.
   *
   * @param state of that program alone; the servers' own programs are unpacked beside it, where
   *     other stacks look for them too
   */
  public static LocalStack forOneRun(Path state) {
    StackConfig config =
        new StackConfig(state.resolve("run"), state.resolveSibling("parts"), StackPorts.free());
    PidFile owner = new PidFile(state.resolve("owner.pid"));
    owner
        .live()
        .ifPresent(
            other -> {
              throw new LocalStackException(
                  "another run is at work in %s (process %d)".formatted(state, other.pid()));
            });
    owner.write(ProcessHandle.current());
    // With the state goes the key that its tokens are signed with: another stack from here on.
    at(config).discard();
    LocalStack stack = at(config);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::kill));
    return stack;
  }

  /**
   * A fresh stack on free ports with its state below {@code target/local-stack}. It ends with this
   * JVM, and what an earlier JVM that was killed has left there is ended and deleted first.
   */
  public static LocalStack forTests() {
    Path parts = Path.of("target", "local-stack", "parts");
    Path state = TestState.fresh(Path.of("target", "local-stack", "runs"));
    StackConfig config = new StackConfig(state, parts, StackPorts.free());
    LocalStack stack =
        new LocalStack(config, new TokenIssuer(config.state(), config.ports().issuer()));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::discard));
    stack.start();
    return stack;
  }

  /**
   * One stack of {@link #forTests()} for all tests of this JVM, whichever class loader runs them.
   */
  public static LocalStack sharedByTests() {
    return SharedByTests.STACK;
  }

  private static final class SharedByTests {
    static final LocalStack STACK = forTests();
  }

  /** Starts the parts beside each other; when one cannot start, all are stopped again. */
  public void start() {
    all.start(part -> {});
  }

  /** Stops every part in order. */
  public void stop() {
    all.stop(part -> {});
  }

  /** Ends every part at once. */
  public void kill() {
    parts().forEach(Part::kill);
  }

  /**
   * Ends every part at once and deletes what they have kept: nobody reads it again, so the servers
   * need not put it in order.
   */
  public void discard() {
    kill();
    try {
      UnpackedParts.deleteTree(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Every part, in the order in which services need them. */
  public List<Part> parts() {
    return all.parts();
  }

  /** Where its servers keep data, logs and pid files. */
  public Path state() {
    return state;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public ValkeyServer valkey() {
    return valkey;
  }

  public Part issuer() {
    return issuer;
  }

  public String jdbcUrl() {
    return postgres.url();
  }

  public String jdbcUser() {
    return PostgresServer.USER;
  }

  public String jdbcPassword() {
    return PostgresServer.PASSWORD;
  }

  public String kafkaBootstrap() {
    return kafka.url();
  }

  public String redisUrl() {
    return valkey.url();
  }

  public String issuerUrl() {
    return issuer.url();
  }

  /**
   * A token of this stack's issuer for {@code subject} with the space-separated scopes in {@code
   * scope}.
   */
  public String token(String subject, String scope, Duration ttl) {
    return tokens.issue(subject, scope, ttl);
  }

  /** Tokens of this stack's issuer, also such as it would never issue. */
  public Tokens tokens() {
    return tokens;
  }

  /** The configuration that points a Quarkus service at this stack, by property name. */
  public Map<String, String> quarkusConfig() {
    Map<String, String> config = new LinkedHashMap<>();
    parts().forEach(part -> config.putAll(part.quarkusConfig()));
    return config;
  }
}
