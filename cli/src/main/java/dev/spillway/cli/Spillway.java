package dev.spillway.cli;

import dev.spillway.cli.image.TargetPlatform;
import dev.spillway.localstack.LocalStackException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command line. */
@Command(
    name = "spillway",
    description = "Runs the Spillway wallet suite on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      TokenCommand.class,
      DepositCommand.class,
      GiveawayCommand.class,
      ReplayCommand.class,
      TestCommand.class,
      SpikeCommand.class,
      BenchCommand.class,
      ChaosCommand.class,
      RehearseCommand.class,
      CostCommand.class,
      DoraCommand.class,
      ImageCommand.class
    },
    footer = {
      "",
      "State lives in .spillway/. SPILLWAY_PORT_OFFSET=N moves every port by N.",
    })
public final class Spillway implements Runnable {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Installation installation;

  @Spec private CommandSpec spec;

  Spillway(Installation installation) {
    this.installation = installation;
  }

  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  /** Runs one command and returns its exit status. */
  static int run(Map<String, String> environment, String... arguments) {
    try {
      return commandLine(Installation.from(environment)).execute(arguments);
    } catch (UsageException e) {
      System.err.println("spillway: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  /** The command line for {@code installation}, ready to be executed. */
  static CommandLine commandLine(Installation installation) {
    CommandLine commandLine = new CommandLine(new Spillway(installation));
    addHelp(commandLine);
    // The programs behind these know their own options.
    for (String passedOn : List.of("spike", "bench", "chaos", "rehearse", "cost")) {
      commandLine.getSubcommands().get(passedOn).setUnmatchedOptionsArePositionalParams(true);
    }
    return commandLine
        .registerConverter(Duration.class, Spillway::duration)
        .registerConverter(TargetPlatform.class, Spillway::platform)
        .setParameterExceptionHandler((e, arguments) -> wrongArgument(e))
        .setExecutionExceptionHandler((e, failed, result) -> failure(failed, e));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? Try 'spillway --help'");
  }

  Installation installation() {
    return installation;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not an ISO 8601 duration such as PT1H");
    }
  }

  private static TargetPlatform platform(String text) {
    try {
      return TargetPlatform.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static void addHelp(CommandLine commandLine) {
    commandLine
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
    commandLine.getSubcommands().values().forEach(Spillway::addHelp);
  }

  private static int wrongArgument(ParameterException problem) {
    CommandLine commandLine = problem.getCommandLine();
    if (problem instanceof UnmatchedArgumentException unmatched
        && commandLine.getParent() == null
        && !unmatched.isUnknownOption()) {
      return wrongUsage(
          commandLine,
          new UsageException(
              "there is no command '%s'; try 'spillway --help'"
                  .formatted(unmatched.getUnmatched().getFirst())));
    }
    return wrongUsage(commandLine, problem);
  }

  private static int wrongUsage(CommandLine commandLine, Exception problem) {
    say(commandLine.getErr(), commandLine, problem);
    return WRONG_USAGE;
  }

  private static int failure(CommandLine commandLine, Exception problem) throws Exception {
    return switch (problem) {
      case UsageException e -> wrongUsage(commandLine, e);
      case CommandFailedException e -> {
        say(commandLine.getErr(), commandLine, e);
        yield FAILED;
      }
      case LocalStackException e -> {
        say(commandLine.getErr(), commandLine, e);
        yield FAILED;
      }
      default -> throw problem;
    };
  }

  private static void say(PrintWriter err, CommandLine commandLine, Exception problem) {
    err.println(commandLine.getCommandSpec().qualifiedName() + ": " + problem.getMessage());
    err.flush();
  }
}
