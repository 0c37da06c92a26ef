package dev.spillway.cli;

import dev.spillway.cli.image.RecordedKeys;
import dev.spillway.cli.image.TargetPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The services as they go into images, by Maven: for a platform, with its native library, beside
 * the build that {@code up} runs; and what each is made of. Equal sources, built by the same tools,
 * make equal files.
 */
record ServiceBuild(Installation installation, TargetPlatform platform) {

  private static final String LOG = "logs/image-build.log";

  /**
   * Quarkus keeps build items and classes in hash sets and writes code in the order in which it
   * finds them there. With one identity hash for all objects that is the order in which they came,
   * and the same in every build. The entries of its jars are dated in local time, and the default
   * locale is written into the application.
   */
  private static final String SAME_EVERY_TIME =
      "-XX:+UnlockExperimentalVMOptions -XX:hashCode=2 -Duser.timezone=UTC"
          + " -Duser.language=en -Duser.country=US";

  /** The bill of materials of what is built into {@code output}, in CycloneDX's JSON. */
  static Path bom(Path output) {
    return output.resolveSibling(output.getFileName() + ".cdx.json");
  }

  void run() {
    Path log = installation.state().resolve(LOG);
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder maven =
          new ProcessBuilder(command())
              .directory(installation.root().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      maven.environment().merge("MAVEN_OPTS", SAME_EVERY_TIME, (given, ours) -> given + " " + ours);
      int status = maven.start().waitFor();
      if (status != 0) {
        throw new CommandFailedException(
            "the build for " + platform + " failed; see .spillway/" + LOG);
      }
      for (Service service : Service.ALL) {
        RecordedKeys.number(
            ImagePlan.output(installation, service, platform)
                .resolve("quarkus/generated-bytecode.jar"));
        keepBom(service);
      }
    } catch (IOException e) {
      throw new CommandFailedException("the build cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the services were built", e);
    }
  }

  private List<String> command() {
    return List.of(
        installation.environment().getOrDefault("SPILLWAY_MAVEN", "mvn"),
        "-B",
        "--no-transfer-progress",
        "-pl",
        Service.ALL.stream().map(Service::module).collect(Collectors.joining(",")),
        "-am",
        "-Dmaven.test.skip",
        "-Dspotless.check.skip",
        "-Dcorretto-crypto.platform=" + platform.nativeLibraries(),
        "-Dquarkus.package.output-directory=" + ImagePlan.output(platform),
        "package",
        "cyclonedx:makeBom");
  }

  /** The plugin writes to one place whatever the platform. */
  private void keepBom(Service service) throws IOException {
    Path module = installation.root().resolve(service.module());
    Files.copy(
        module.resolve("target/bom.json"),
        bom(ImagePlan.output(installation, service, platform)),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
