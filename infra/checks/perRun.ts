import type { Run } from "../mocks/monitor";

/** What a check says of a run depends on the run alone, so it is asked once; whoever changes a run makes another object of it. */
export function perRun<T>(look: (run: Run) => T): (run: Run) => T {
  const known = new WeakMap<Run, { readonly said: T }>();
  return (run) => {
    const before = known.get(run);
    if (before) return before.said;
    const said = look(run);
    known.set(run, { said });
    return said;
  };
}
