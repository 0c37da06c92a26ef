package dev.spillway.loadtests.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every script for k6, run by Node under stand-ins for k6's modules against the services as they
 * are shipped. Without Node it is skipped, and says so.
 */
class K6ScenariosIT {
  /** More than a script has turns, so that nobody claims twice by accident. */
  private static final int USERS = 120;

  private static final Duration TTL = Duration.ofHours(1);
  private static final Path K6 = Path.of("k6").toAbsolutePath();
  private static final Path SERVICES = Path.of("../services").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void every_script_sends_its_requests_and_gets_the_answers_that_it_checks_for() throws Exception {
    assumeTrue(hasNode(), "SKIPPED: the k6 scripts need Node 20 or newer on the PATH");
    LocalStack stack = LocalStack.sharedByTests();
    int wallet = StackPorts.free().issuer();
    Path crowd = directory.resolve("crowd.json");
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CROWD", crowd.toString());
    environment.put("WALLET_URL", "http://127.0.0.1:" + wallet);
    try (ServiceProcess _ = service(stack, "wallet", wallet);
        ServiceProcess _ = giveaway(stack, environment)) {
      crowd(stack, wallet).write(crowd);

      assertThat(node(environment, "test/run.js")).isZero();
    }
  }

  @Test
  void the_checks_of_the_scripts_can_fail() throws Exception {
    assumeTrue(hasNode(), "SKIPPED: the k6 scripts need Node 20 or newer on the PATH");
    assertThat(node(Map.of(), "--test", "test/answers.test.js")).isZero();
  }

  /** Where there is no such service, the scripts are told to do without claims. */
  private static @Nullable ServiceProcess giveaway(
      LocalStack stack, Map<String, String> environment) throws IOException, InterruptedException {
    if (!Files.exists(SERVICES.resolve("giveaway/pom.xml"))) {
      environment.put("CLAIMS", "off");
      return null;
    }
    int port = StackPorts.free().issuer();
    environment.put("GIVEAWAY_URL", "http://127.0.0.1:" + port);
    return service(stack, "giveaway", port);
  }

  private static ServiceProcess service(LocalStack stack, String name, int port)
      throws IOException, InterruptedException {
    Path application = SERVICES.resolve(name).resolve("target/quarkus-app");
    List<String> arguments = new ArrayList<>(List.of("-Xmx160m", "-XX:+UseSerialGC"));
    stack.quarkusConfig().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.add("-Dquarkus.http.port=" + port);
    arguments.addAll(List.of("-jar", "quarkus-run.jar"));
    return ServiceProcess.start(
        arguments, application, Path.of("target", "k6-" + name + ".log").toAbsolutePath(), port);
  }

  private static Crowd crowd(LocalStack stack, int port) throws IOException, InterruptedException {
    CrowdMaker maker =
        new CrowdMaker(
            URI.create("http://127.0.0.1:" + port), stack.kafkaBootstrap(), "USDT", "1000");
    return maker.make(
        stack.token("organiser", "wallet giveaway.admin", TTL),
        IntStream.range(0, USERS)
            .mapToObj(n -> stack.token("member-" + n, "wallet", TTL))
            .toList());
  }

  private static int node(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "--import", "./test/register.js"));
    command.addAll(List.of(arguments));
    ProcessBuilder node = new ProcessBuilder(command).directory(K6.toFile()).inheritIO();
    node.environment().putAll(environment);
    return node.start().waitFor();
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String version = new String(node.getInputStream().readAllBytes()).strip();
      return node.waitFor() == 0 && Integer.parseInt(version.replaceAll("^v(\\d+).*", "$1")) >= 20;
    } catch (IOException e) {
      return false;
    }
  }
}
