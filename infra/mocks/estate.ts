import { accounts } from "../estate/inventory";
import type { AnyStack } from "../estate/stack";
import { run, type Run } from "./monitor";

/** Runs every stack once, in order; what one hands on is what the next one reads. */
export async function runEstate(definitions: readonly AnyStack[]): Promise<readonly Run[]> {
  // Pulumi takes a stack trace for each promise, to name it when the program hangs: two thirds of the time, and nobody reads them here.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await runAll(definitions);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

async function runAll(definitions: readonly AnyStack[]): Promise<readonly Run[]> {
  const runs = new Map<string, Run>();
  for (const definition of definitions) {
    for (const target of definition.targets) {
      runs.set(`${definition.project}/${target.stack}`, await run({
        project: definition.project,
        stack: target.stack,
        account: accounts[target.account],
        program: () => definition.deploy(target.stack),
        upstream: (stack) => runs.get(stack)?.outputs,
      }));
    }
  }
  return [...runs.values()];
}
