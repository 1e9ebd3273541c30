import type { Output } from "importspy/dist/cli.cjs";
import type { TypeScript } from "../../../compiler/compiler.js";
import { otherTransformersIn, runsTransformers } from "../../../hosts/build/patched.js";
import type { BuildObserver } from "../../../hosts/build/reporting.js";

/**
 * Reports the entries of `plugins` that this build does not run. Otherwise their work would be missing silently.
 *
 * @param typescript - The compiler.
 * @param stderr - Where to report; stdout belongs to TypeScript.
 */
export function createPluginNotice(typescript: TypeScript, stderr: Output): BuildObserver {
  const told = new Set<string>();
  return {
    onOptions: (options) => {
      if (runsTransformers(typescript, options)) return;
      for (const name of otherTransformersIn(options)) {
        if (told.has(name)) continue;
        told.add(name);
        stderr.write(
          `importspy build: the plugin ${JSON.stringify(name)} of tsconfig.json is not run; only tspc runs other transformers\n`,
        );
      }
    },
  };
}
