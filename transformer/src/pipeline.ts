/**
 * The path of a contract from its comment to its guard. The stages, in order:
 *
 * 1. discover/ finds contract comments and the modules that they belong to;
 * 2. type/     gives each contract its TypeScript type, in the scope of its module, and
 *    check/    checks that an environment can meet this type;
 * 3. link/     finds the imports that reach contracted modules, and judges the importers;
 * 4. generate/ turns contracts into validators, and validators into sidecars;
 * 5. emit/     injects guards and writes sidecars.
 *
 * Each stage is one call. It computes its results on demand: an editor needs one file, a build needs all of them. Stages
 * share the data types (analysis/), the messages and TypeScript. hosts/ passes the result to TypeScript.
 *
 * @module
 */
import { createContext, type PipelineInput } from "./analysis/input.js";
import { checkContracts } from "./check/contracts.js";
import { discover } from "./discover/discover.js";
import { type Compilation, planEmit } from "./emit/compilation.js";
import { generateContracts } from "./generate/contracts.js";
import { createTermReader } from "./generate/terms.js";
import { type Analysis, createDiagnoser, type Findings } from "./link/diagnose.js";
import { linkImports } from "./link/link.js";
import { createDiagnosticBag } from "./messages/diagnostics.js";

/**
 * Finds the contracts of a program and the imports of contracted modules, without generating code. An editor needs only
 * this; a build continues with the rest.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 */
export function analyseContracts(input: PipelineInput): Analysis {
  const bag = createDiagnosticBag(input.ts);
  const context = createContext(input, bag.report);
  const discovery = discover(context, input);
  const contracts = checkContracts(context, discovery, input, bag);
  const links = linkImports(context, discovery, contracts, createTermReader(context), input);
  const hasDiagnostics: Findings["hasDiagnostics"] = (file) => bag.of(file).length > 0;
  const findings = { context, ...discovery, ...contracts, ...links, hasDiagnostics };
  return { ...findings, ...createDiagnoser(findings, bag) };
}

/**
 * Compiles the contracts of a program and plans the guards of its files. It does not write files.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @returns The diagnostics, and for each file what to inject and which sidecars to write.
 */
export function compileContracts(input: PipelineInput): Compilation {
  const analysis = analyseContracts(input);
  return planEmit(analysis, generateContracts(analysis));
}
