// k6/data: an array that is made once and that nobody may change.

export class SharedArray extends Array {
  constructor(name, make) {
    if (typeof name !== 'string' || name === '' || typeof make !== 'function') {
      throw new TypeError('new SharedArray(name, function)');
    }
    const made = make();
    if (!Array.isArray(made)) {
      throw new TypeError(`the function of shared array ${name} did not return an array`);
    }
    super();
    made.forEach((it) => this.push(deepFreeze(it)));
    Object.freeze(this);
  }

  static get [Symbol.species]() {
    return Array;
  }
}

function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
