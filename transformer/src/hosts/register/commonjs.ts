import Module, { createRequire } from "node:module";
import vm from "node:vm";

/**
 * Where guarded CommonJS modules find their sidecars. Node.js knows a CommonJS module by its file, so a sidecar that has no
 * file cannot be required; it is evaluated each time that its module is, as one is whose file left `require.cache`.
 */
const SIDECARS = Symbol.for("importspy.sidecars");

/** What the text of a CommonJS module has in place of `require("./x.ts?importspy")`. */
export const LOADS_SIDECAR = 'process[Symbol.for("importspy.sidecars")](__filename)';

/**
 * Makes sidecars known to CommonJS modules of this process.
 *
 * @param textOf - The text of a file's sidecar.
 */
export function provideSidecars(textOf: (fileName: string) => string): void {
  const load = (fileName: string): unknown => {
    const module = Object.assign(new Module(`${fileName}?importspy`), { filename: fileName });
    const names = ["exports", "require", "module", "__filename"];
    const evaluate = vm.compileFunction(textOf(fileName), names, {
      filename: `${fileName}?importspy`,
      // What `load<T>()` names is imported from there.
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    evaluate(module.exports, createRequire(fileName), module, fileName);
    return module.exports;
  };
  Object.defineProperty(process, SIDECARS, { value: load, configurable: true });
}
