// k6/metrics: samples are kept with their tags, so that thresholds can be worked out.

const all = new Map();

class Metric {
  constructor(name, type) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/.test(name)) {
      throw new TypeError(`${name} is not a metric's name`);
    }
    if (all.has(name)) {
      throw new TypeError(`there are two metrics ${name}`);
    }
    this.name = name;
    this.type = type;
    this.samples = [];
    all.set(name, this);
  }

  add(value, tags = {}) {
    const number = Number(value);
    if (Number.isNaN(number)) {
      throw new TypeError(`${this.name}.add(${value})`);
    }
    this.samples.push({ value: number, tags: { ...ambient(), ...tags } });
  }
}

let ambient = () => ({});

/** The runner's: which tags every sample gets. */
export function tagAllWith(tags) {
  ambient = tags;
}

export class Counter extends Metric {
  constructor(name) {
    super(name, 'counter');
  }
}

export class Rate extends Metric {
  constructor(name) {
    super(name, 'rate');
  }
}

export class Trend extends Metric {
  constructor(name, isTime = false) {
    super(name, 'trend');
    this.isTime = isTime;
  }
}

/** k6's own, as far as thresholds here speak of them. */
export const builtIn = {
  checks: new Rate('checks'),
  http_req_failed: new Rate('http_req_failed'),
  http_req_duration: new Trend('http_req_duration', true),
  http_reqs: new Counter('http_reqs'),
};

export function metric(name) {
  return all.get(name);
}

export function forgetSamples() {
  all.forEach((it) => {
    it.samples = [];
  });
}
