import { suppose } from "./facts.js";
import type { Judgement } from "./judgement.js";
import type { SimulatedFacts } from "./types.js";

/**
 * Judges the contract of a module by supposed facts. The module is not loaded: its sidecar is read as text.
 *
 * @param file - An emitted file (`dist/payments.js`), its sidecar, or a source, relative to the working directory. A
 * source without output is compiled when `@importspy/transformer` is installed.
 * @param facts - The supposed facts. All other facts are the real ones. The importer is judged only when `importer` is
 * set.
 * @returns Whether the contract admits, and why not.
 * @throws FactsError when the facts contradict each other. Error when the file has no contract, or when only a real
 * import can judge it.
 * @example
 * ```ts
 * const { admitted, violations } = judge("dist/payments.js", { os: "win32", packages: { pg: "7.18.2" } });
 * ```
 */
export function judge(file: string, facts: SimulatedFacts = {}): Judgement {
  const supposed = suppose([facts]);
  // Loaded on demand: this is more code than simulating needs, and most tests do not use it.
  const { judgeFile } = require("./cli/judging.cjs") as typeof import("../cli/judging.js");
  return judgeFile(file, process.cwd(), supposed);
}
