// k6/execution: where in a run a script is. What has no stand-in throws, so a misspelt name is seen.

const now = { scenario: 'none', iteration: 0 };

/** The runner's: which iteration is next. */
export function enter(scenario, iteration) {
  now.scenario = scenario;
  now.iteration = iteration;
}

/** The tags that k6 adds by itself. */
export function currentTags() {
  return { scenario: now.scenario };
}

function strict(what, properties) {
  return new Proxy(properties, {
    get(target, name) {
      if (!(name in target)) {
        throw new TypeError(`${what}.${String(name)} has no stand-in`);
      }
      return target[name];
    },
  });
}

export default strict('exec', {
  scenario: strict('exec.scenario', {
    get name() {
      return now.scenario;
    },
    get iterationInTest() {
      return now.iteration;
    },
  }),
  vu: strict('exec.vu', { idInTest: 1 }),
});
