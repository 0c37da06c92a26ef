// Where k6's modules are found. One that has no stand-in is not found, so a script cannot use what was never tried.

export function resolve(specifier, context, next) {
  if (specifier === 'k6') {
    return next(new URL('./k6/core.js', import.meta.url).href, context);
  }
  if (specifier.startsWith('k6/')) {
    return next(new URL(`./k6/${specifier.slice(3)}.js`, import.meta.url).href, context);
  }
  return next(specifier, context);
}
