/**
 * A build by the project's own TypeScript, where that is 7 or later: it checks and emits, with its own diagnostics.
 * importspy's compiler finds and types the contracts beside it; guards go as texts into what was emitted, before the
 * build says that it is done. Nothing that was emitted can be loaded before it has its guard (pending.ts).
 *
 * @module
 */

import path from "node:path";
import type ts from "typescript";
import { once } from "../../../analysis/memoize.js";
import { sidecarNameOf, specifierOfSidecar } from "../../../artifacts/sidecarNames.js";
import { isEmitted } from "../../../compiler/compiler.js";
import type { Compilation } from "../../../emit/compilation.js";
import type { FilePlan } from "../../../emit/inject.js";
import { guardText } from "../../../emit/text/guard.js";
import { UnguardableError } from "../../../emit/text/input.js";
import { publishIn, removeSidecars } from "../../../emit/write.js";
import { isKept, resolverFor } from "../../../link/elision.js";
import { findLoads, readValues } from "../../../link/loads.js";
import { compileContracts } from "../../../pipeline.js";
import { createSmallProgram } from "../../../service/smallProgram.js";
import { readTextGraph } from "../../../service/texts/graph.js";
import { parseLikeTsc } from "../programs.js";
import { type Build, createReporter } from "../reporting.js";
import { lockFolder } from "./lock.js";
import { moveColumns } from "./maps.js";
import { holdBack, type PendingFile, removePending } from "./pending.js";

/** What is known of a project before its own compiler runs. */
interface Prepared {
  readonly config: ts.ParsedCommandLine;
  readonly program: ts.Program;
  /** The program lacks files that contracts have nothing to do with. */
  readonly isSmall: boolean;
  readonly compilation: Compilation;
  readonly diagnostics: readonly ts.Diagnostic[];
}

/** An output of a planned file. */
interface PlannedOutput {
  readonly plan: FilePlan;
  readonly fileName: string;
  readonly pending: PendingFile;
}

const JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
const MAP_URL = /^\/\/# sourceMappingURL=(.+?)\s*$/m;
const INLINE = "data:application/json;base64,";

/** What a program of some files tells; `undefined` where types of others may have a say. */
function prepareSmall(build: Build, config: ts.ParsedCommandLine, host: ts.CompilerHost): Prepared | undefined {
  const { tsc } = build;
  const { configFilePath } = config.options;
  const graph = typeof configFilePath === "string" ? readTextGraph(configFilePath) : undefined;
  const small = graph && createSmallProgram(tsc, host, config, graph, true);
  if (!small) return undefined;
  const compilation = compileContracts({ ts: tsc, ...small, lacksTypes: true });
  const isRight = small.program.getSourceFiles().every((file) => !compilation.diagnosticsOf(file).length);
  return isRight ? { config, program: small.program, isSmall: true, compilation, diagnostics: [] } : undefined;
}

/** `undefined` where nothing is to be guarded. */
function prepare({ build, config, hasContracts }: BesideInput): Prepared | undefined {
  const { tsc, system } = build;
  const { options, fileNames: rootNames, projectReferences } = config;
  const host = parseLikeTsc(build, tsc.createCompilerHostWorker(options, undefined, system));
  const small = prepareSmall(build, config, host);
  if (small) return small;
  if (!hasContracts()) return undefined;
  const references = projectReferences && { projectReferences };
  const program = tsc.createProgram({ rootNames, options, host, ...references });
  const compilation = compileContracts({ ts: tsc, program, host });
  const diagnostics = program.getSourceFiles().flatMap((file) => {
    // Which imports TypeScript elides is known when it has checked the file.
    if (compilation.judgesImportsOf(file)) program.getSemanticDiagnostics(file);
    return compilation.diagnosticsOf(file);
  });
  return { config, program, isSmall: false, compilation, diagnostics: tsc.sortAndDeduplicateDiagnostics(diagnostics) };
}

/** The map of a text whose columns have moved. */
function moveMap(mapText: string, moved: (line: number, column: number) => number): string {
  const map = JSON.parse(mapText) as { mappings: string };
  return JSON.stringify({ ...map, mappings: moveColumns(map.mappings, moved) });
}

/** Where the columns of a text have gone to, by the map from the new text to it. */
function columnsOf(decoded: readonly (readonly (readonly number[])[])[]) {
  const byLine = new Map<number, { readonly from: number; readonly to: number }[]>();
  for (const [line, segments] of decoded.entries()) {
    for (const [to, , original, from] of segments) {
      if (from === undefined) continue;
      // What is moved behind a call is never on another line.
      const list = byLine.get(original ?? line) ?? [];
      byLine.set(original ?? line, list);
      list.push({ from, to: to! });
    }
  }
  for (const list of byLine.values()) list.sort((a, b) => a.from - b.from);
  return (line: number, column: number): number => {
    let last: { readonly from: number; readonly to: number } | undefined;
    for (const each of byLine.get(line) ?? []) {
      if (each.from > column) break;
      last = each;
    }
    return last ? last.to + column - last.from : column;
  };
}

/** Guards one emitted file, its map and its sidecars. */
function publish(
  build: Build,
  { program, isSmall, compilation }: Prepared,
  output: PlannedOutput,
  emitted: string,
): void {
  const { tsc, system } = build;
  const { plan, fileName, pending } = output;
  const options = program.getCompilerOptions();
  const base = path.posix.basename(fileName);
  const resolver = once(() => {
    if (!isSmall) program.getSemanticDiagnostics(plan.file);
    return resolverFor(tsc, program, plan.file, !isSmall);
  });
  const guarded = guardText({
    typescript: tsc,
    options,
    plan,
    loads: findLoads(tsc, plan.file, () => readValues(tsc, plan.file, options)),
    code: emitted,
    isCompiled: true,
    keeping: undefined,
    format: plan.format,
    sidecarSpecifier: (number, format) => specifierOfSidecar(sidecarNameOf(base, number), format),
    isKeptByTypes: (each) => isKept(tsc, options, resolver(), each),
  });
  if (!guarded) {
    removeSidecars(system, fileName);
    pending.publish(emitted);
    return;
  }
  const sidecars = compilation.sidecarsOf(plan, guarded.kept);
  for (const [number, text] of sidecars.entries()) system.writeFile(sidecarNameOf(fileName, number), text);
  removeSidecars(system, fileName, sidecars.length);
  const moved = once(() => columnsOf(guarded.movedColumns()));
  const move = (mapText: string) => moveMap(mapText, (line, column) => moved()(line, column));
  const [, url] = MAP_URL.exec(guarded.code) ?? [];
  if (url?.startsWith(INLINE)) {
    const map = move(Buffer.from(url.slice(INLINE.length), "base64").toString());
    pending.publish(guarded.code.replace(url, () => INLINE + Buffer.from(map).toString("base64")));
    return;
  }
  const mapText = options.sourceMap ? system.readFile(`${fileName}.map`) : undefined;
  if (mapText) system.writeFile(`${fileName}.map`, move(mapText));
  pending.publish(guarded.code);
}

/** Adds to a declaration file what importers of its contracts need. */
function publishDeclarations(
  build: Build,
  { compilation, config: { options } }: Prepared,
  source: string,
  fileName: string,
): void {
  const contracts = compilation.contractsIn(source);
  const text = contracts.length ? build.system.readFile(fileName) : undefined;
  if (text === undefined) return;
  const url = MAP_URL.exec(text);
  const published = publishIn(build.tsc, contracts, undefined, text, { sourceMapUrlPos: url?.index });
  build.system.writeFile(fileName, published, options.emitBOM ?? false);
}

/** A build beside the project's own compiler. */
export interface BesideInput {
  readonly build: Build;
  readonly config: ts.ParsedCommandLine;
  /** Whether anything is to be guarded, by the texts that the compiler finds. */
  hasContracts(): boolean;
  /** Runs the project's own compiler, with these arguments added; gives its exit code. */
  run(added: readonly string[]): Promise<number>;
  /** Says something to the user. */
  tell(text: string): void;
}

/** Holds back the outputs of planned files; `undefined` where that cannot be done. */
function holdAll(outputs: readonly Omit<PlannedOutput, "pending">[]): PlannedOutput[] | undefined {
  const held: PlannedOutput[] = [];
  try {
    for (const output of outputs) held.push({ ...output, pending: holdBack(output.fileName) });
    return held;
  } catch {
    // No links here, or nothing may be written: the built-in compiler needs no links, and says what it cannot write.
    for (const { pending } of held) pending.withdraw();
    return undefined;
  }
}

/** Publishes what was emitted; what cannot be guarded is withdrawn, and all that was to follow with it. */
function publishAll(input: BesideInput, prepared: Prepared, held: readonly PlannedOutput[]): boolean {
  const left = new Set(held);
  try {
    for (const output of held) {
      const emitted = output.pending.emitted();
      if (emitted === undefined) output.pending.withdraw();
      else publish(input.build, prepared, output, emitted);
      left.delete(output);
    }
    return true;
  } catch (error) {
    if (!(error instanceof UnguardableError)) throw error;
    input.tell(error.message);
    return false;
  } finally {
    for (const { pending } of left) pending.withdraw();
  }
}

/**
 * Builds beside the project's own compiler.
 *
 * @param input - The build.
 * @returns The exit status of `tsc`; `undefined` when this project has to be built by the built-in compiler.
 */
export async function buildBeside(input: BesideInput): Promise<number | undefined> {
  const { build, config } = input;
  const { tsc, system } = build;
  const prepared = prepare(input);
  if (!prepared) return input.run([]);
  const { program, compilation, diagnostics } = prepared;
  const { options } = config;
  // The other compiler would call names unused that only contracts use.
  if (options.noUnusedLocals && compilation.usesLocalNames()) return undefined;
  const files = program.getSourceFiles().filter((file) => isEmitted(program, file));
  const others = prepared.isSmall ? config.fileNames.filter((name) => /(?<!\.d)\.[cm]?tsx?$/.test(name)) : [];
  const sources = [...new Set([...files.map(({ fileName }) => fileName), ...others])];
  const all = { ...config, fileNames: sources };
  const outputsOf = (fileName: string) => tsc.getOutputFileNames(all, fileName, !system.useCaseSensitiveFileNames);

  const emits = !options.noEmit && !(options.noEmitOnError && diagnostics.length);
  const outputs = (emits ? sources : []).flatMap((source) => {
    const plan = compilation.planOf(source);
    const fileName = plan && outputsOf(source).find((name) => JAVASCRIPT.test(name));
    return fileName ? [{ plan, fileName }] : [];
  });
  // Two builds at once would publish what the other one holds back.
  const folder = options.outDir ?? path.posix.dirname(String(options.configFilePath));
  const unlock = outputs.length ? await lockFolder(folder, input.tell) : () => {};
  try {
    return await emitGuarded(input, prepared, { emits, sources, outputs, outputsOf });
  } finally {
    unlock();
  }
}

/** What a project emits. */
interface Outputs {
  readonly emits: boolean;
  readonly sources: readonly string[];
  /** Those of planned files. */
  readonly outputs: readonly Omit<PlannedOutput, "pending">[];
  outputsOf(source: string): readonly string[];
}

/** Lets the project's own compiler emit, and guards what it emits. */
async function emitGuarded(
  input: BesideInput,
  prepared: Prepared,
  { emits, sources, outputs, outputsOf }: Outputs,
): Promise<number | undefined> {
  const { build, config } = input;
  const { tsc, system } = build;
  const { compilation, diagnostics } = prepared;
  const held = holdAll(outputs);
  if (!held) return undefined;
  for (const source of emits ? sources : []) {
    if (!compilation.planOf(source)) for (const name of outputsOf(source)) removePending(name);
  }
  build.observer.onReport?.();
  let code: number;
  try {
    code = await input.run(emits ? [] : ["--noEmit"]);
  } catch (error) {
    for (const { pending } of held) pending.withdraw();
    throw error;
  }
  const {
    Success,
    DiagnosticsPresent_OutputsSkipped: none,
    DiagnosticsPresent_OutputsGenerated: some,
  } = tsc.ExitStatus;
  const isPublished = publishAll(input, prepared, held);
  for (const source of emits && code !== none ? sources : []) {
    for (const name of outputsOf(source)) {
      if (DECLARATIONS.test(name)) publishDeclarations(build, prepared, source, name);
      else if (!compilation.planOf(source)) removeSidecars(system, name);
    }
  }
  const report = createReporter(build, config.options);
  for (const diagnostic of diagnostics) report(diagnostic);
  if (!isPublished) return none;
  return code === Success && diagnostics.length ? (emits ? some : none) : code;
}
