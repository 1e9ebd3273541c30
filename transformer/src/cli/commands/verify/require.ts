/** `require` itself, or what TypeScript makes of `createRequire` for `import x = require("x")` in ES modules. */
export const REQUIRE = /^(__|_)?require$/;

/**
 * Text in which a call may load a module that `findSpecifiers` does not see: `require` by another name or from
 * elsewhere, a specifier that is put together, a worker.
 */
const OTHERWISE =
  /\bcreateRequire\b|\bgetBuiltinModule\b|\bWorker\b|\brequire\b(?!\s*\(\s*["'])|\bimport\s*\(\s*(?!\s|["'])|\brequire\s*\(\s*(["'])(?:(?!\1)[^\\\n])*\1\s*[^)\s]|\bimport\s*\(\s*(["'])(?:(?!\2)[^\\\n])*\2\s*[^),\s]/;

/** Whether a text may load modules with what `findSpecifiers` does not take for a specifier. */
export const mayRequireOtherwise = (text: string): boolean => OTHERWISE.test(text);
