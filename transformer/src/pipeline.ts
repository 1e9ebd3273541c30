/**
 * One contract's way from comment to guard. The stages, in order:
 *
 * 1. discover/ finds contract comments and the modules that they make contracted;
 * 2. type/     gives each contract its TypeScript type, in the scope of its module, and
 *    check/    checks that the type asks for things that an environment can have;
 * 3. link/     finds the imports that reach contracted modules, and judges who imports;
 * 4. generate/ turns contracts into validators, and validators into sidecars;
 * 5. emit/     injects guards and writes sidecars.
 *
 * Each stage is one call, and what it gives is found when it is asked for: an editor asks for one file, a build for all
 * of them. Stages share the nouns (analysis/), the messages and TypeScript; hosts/ hand the result to TypeScript.
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
 * Finds the contracts of a program and who imports them, without generating anything: all of an editor's work, and the
 * first half of a build's.
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
 * Compiles the contracts of a program and plans the guards of its files. Emits nothing by itself.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @returns The diagnostics and, file by file, what to inject and which sidecars to write.
 */
export function compileContracts(input: PipelineInput): Compilation {
  const analysis = analyseContracts(input);
  return planEmit(analysis, generateContracts(analysis));
}
