import { suppose } from "./facts.js";
import type { Judgement } from "./judgement.js";
import type { SimulatedFacts } from "./types.js";

/**
 * Judges the contract of a module by supposed facts. Nothing of the module is loaded: its sidecar is read as text.
 *
 * @param file - An emitted file (`dist/payments.js`), its sidecar, or a source, from the working directory. A source without
 * output is compiled, where `@importspy/transformer` is installed.
 * @param facts - What is supposed; what is not named is as it really is. Who imports is judged when `importer` says it.
 * @returns Whether the contract admits, and why not.
 * @throws FactsError when the facts contradict each other; Error where the file has no contract, or one that only an import
 * can judge.
 * @example
 * ```ts
 * const { admitted, violations } = judge("dist/payments.js", { os: "win32", packages: { pg: "7.18.2" } });
 * ```
 */
export function judge(file: string, facts: SimulatedFacts = {}): Judgement {
  const supposed = suppose([facts]);
  // Reading is more code than simulating, and most tests do not ask for it.
  const { judgeFile } = require("./cli/judging.cjs") as typeof import("../cli/judging.js");
  return judgeFile(file, process.cwd(), supposed);
}
