import { subjectOf, type Subject } from "../checks/all";
import { estate } from "../estate/registry";
import { runEstate } from "../mocks/estate";

let running: Promise<Subject> | undefined;

/** The estate as it is, run once for all tests. */
export function theEstate(): Promise<Subject> {
  return (running ??= runEstate(estate).then((runs) => subjectOf(estate, runs)));
}
