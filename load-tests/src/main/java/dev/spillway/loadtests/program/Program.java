package dev.spillway.loadtests.program;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How the programs of this module begin and end: arguments in, an exit status out. */
public final class Program {
  private static final int WRONG_ARGUMENTS = 2;

  private Program() {}

  /**
   * Runs a program to its end and ends the JVM with what it returns: 1 when it throws, 2 and one
   * line on standard error when its arguments are wrong.
   */
  public static void run(Callable<Integer> program, String[] args) {
    System.exit(execute(program, args));
  }

  /** Starts a program that goes on until it is killed; ends the JVM only when it cannot start. */
  public static void serve(Callable<Integer> program, String[] args) {
    int status = execute(program, args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** What a program throws when arguments do not go together, or are out of bounds. */
  public static ParameterException wrong(Callable<Integer> program, String why) {
    return new ParameterException(new CommandLine(program), why);
  }

  private static int execute(Callable<Integer> program, String[] args) {
    // As in a service. JBoss's log manager, which is on the class path, lets everything through by
    // default, and the driver has something to say about each column that is read.
    Logger.getLogger("").setLevel(Level.INFO);
    return new CommandLine(program)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Program::refuse)
        .execute(args);
  }

  private static int refuse(ParameterException wrong, String[] args) {
    CommandLine program = wrong.getCommandLine();
    PrintWriter err = program.getErr();
    String why = wrong.getMessage().lines().findFirst().orElse("wrong arguments");
    err.println(program.getCommandName() + ": " + why);
    return WRONG_ARGUMENTS;
  }
}
