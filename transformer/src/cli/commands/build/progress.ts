import type { Output } from "importspy/dist/cli.cjs";
import type ts from "typescript";
import { internalProgram, type TypeScript } from "../../../compiler/compiler.js";
import { patch } from "../../../compiler/patch.js";
import type { BuildObserver } from "../../../hosts/build/reporting.js";

/** Shorter builds show no progress. */
const QUIET_MS = 1000;
const INTERVAL_MS = 100;

/**
 * Shows the progress of a long build on a terminal. TypeScript compiles synchronously, so no timer can run. The line is
 * written between files instead.
 *
 * @param typescript - The compiler.
 * @param stderr - The output; nothing is shown when it is not a terminal.
 * @param clock - The time in milliseconds.
 */
export function createProgress(typescript: TypeScript, stderr: Output, clock = Date.now): BuildObserver {
  if (!stderr.isTTY) return {};
  let next = clock() + QUIET_MS;
  let isShown = false;
  const show = (text: string) => {
    const now = clock();
    if (now < next) return;
    next = now + INTERVAL_MS;
    isShown = true;
    stderr.write(`\r\u001b[K${text}`);
  };
  return {
    onOptions: () => show("reading files…"),
    onProgram: (program) => {
      const files = program.getSourceFiles();
      const checked = new Set<ts.SourceFile>();
      const step = (file: ts.SourceFile) => {
        checked.add(file);
        show(`checking ${checked.size}/${files.length}`);
      };
      const internal = internalProgram(program);
      patch(internal, "getSemanticDiagnostics", (find) => (file, ...rest) => {
        // TypeScript checks all files in one call. Here each file is checked on its own, to count them.
        if (!file) {
          const all = files.flatMap((each) => internal.getSemanticDiagnostics(each, ...rest));
          return typescript.sortAndDeduplicateDiagnostics(all);
        }
        step(file);
        return find(file, ...rest);
      });
      patch(internal, "getBindAndCheckDiagnostics", (find) => (file, ...rest) => {
        step(file);
        return find(file, ...rest);
      });
    },
    onReport: () => {
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
      next = clock() + QUIET_MS;
    },
  };
}
