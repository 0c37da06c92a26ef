package dev.spillway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway image}. */
@Command(
    name = "image",
    description = "The container images of the services.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ImageBuildCommand.class, ImageRecordCommand.class, ImageCheckCommand.class})
final class ImageCommand implements Runnable {

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? Try 'spillway image --help'");
  }

  Installation installation() {
    return spillway.installation();
  }
}
