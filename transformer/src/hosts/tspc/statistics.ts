import type ts from "typescript";
import type { Tsc } from "./tsc.js";

/** The counts of a program, which are missing in TypeScript's declarations. */
interface CountedProgram extends ts.Program {
  getRelationCacheSizes(): { assignable: number; identity: number; subtype: number; strictSubtype: number };
}

type Statistic = readonly [name: string, value: string];

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)}s`;

/** The kinds of files, in the order of `tsc --extendedDiagnostics`. */
const KINDS = ["Library", "Definitions", "TypeScript", "JavaScript", "JSON", "Other"] as const;

function kindOf(program: ts.Program, file: ts.SourceFile): (typeof KINDS)[number] {
  if (program.isSourceFileDefaultLibrary(file)) return "Library";
  if (file.isDeclarationFile) return "Definitions";
  if (/\.[cm]?tsx?$/.test(file.fileName)) return "TypeScript";
  if (/\.[cm]?jsx?$/.test(file.fileName)) return "JavaScript";
  return file.fileName.endsWith(".json") ? "JSON" : "Other";
}

function countLines(program: ts.Program): Map<string, number> {
  const lines = new Map<string, number>(KINDS.map((kind) => [kind, 0]));
  for (const file of program.getSourceFiles()) {
    const kind = kindOf(program, file);
    lines.set(kind, lines.get(kind)! + file.getLineStarts().length);
  }
  return lines;
}

function timesOf({ performance }: Tsc, extended: boolean): Statistic[] {
  if (!performance.isEnabled()) return [];
  const duration = (measure: string) => performance.getDuration(measure);
  const times: Statistic[] = [];
  if (extended) {
    performance.forEachMeasure((name, time) => {
      if (!name.startsWith("SolutionBuilder::")) times.push([`${name} time`, seconds(time)]);
    });
  } else {
    times.push(["I/O read", seconds(duration("I/O Read"))], ["I/O write", seconds(duration("I/O Write"))]);
    for (const [name, measure] of [
      ["Parse", "Program"],
      ["Bind", "Bind"],
      ["Check", "Check"],
      ["Emit", "Emit"],
    ] as const) {
      times.push([`${name} time`, seconds(duration(measure))]);
    }
  }
  const total = ["Program", "Bind", "Check", "Emit"].reduce((sum, measure) => sum + duration(measure), 0);
  return [...times, ["Total time", seconds(total)]];
}

function countsOf(program: CountedProgram, system: ts.System, extended: boolean): Statistic[] {
  const lines = countLines(program);
  const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
  const caches = extended ? program.getRelationCacheSizes() : undefined;
  return [
    ["Files", String(program.getSourceFiles().length)],
    ...(extended
      ? [...lines].map(([kind, count]): Statistic => [`Lines of ${kind}`, String(count)])
      : [["Lines", String(total)] as const]),
    ["Identifiers", String(program.getIdentifierCount())],
    ["Symbols", String(program.getSymbolCount())],
    ["Types", String(program.getTypeCount())],
    ["Instantiations", String(program.getInstantiationCount())],
    ["Memory used", `${Math.round((system.getMemoryUsage?.() ?? -1000) / 1000)}K`],
    ...(caches
      ? ([
          ["Assignability cache size", String(caches.assignable)],
          ["Identity cache size", String(caches.identity)],
          ["Subtype cache size", String(caches.subtype)],
          ["Strict subtype cache size", String(caches.strictSubtype)],
        ] as const)
      : []),
  ];
}

/** Starts measuring for `--diagnostics`, `--extendedDiagnostics` or `--generateTrace`. */
export function startStatistics(
  tsc: Tsc,
  system: ts.System,
  options: ts.CompilerOptions,
  mode: "project" | "build",
): void {
  if (options.diagnostics || options.extendedDiagnostics) tsc.performance.enable(system);
  const { generateTrace, configFilePath } = options as { generateTrace?: string; configFilePath?: string };
  if (generateTrace) tsc.startTracing(mode, generateTrace, configFilePath);
}

/**
 * Prints the output of `tsc --diagnostics`, in the same format. TypeScript does not export its own printer.
 *
 * @param tsc - The compiler.
 * @param system - Where to print.
 * @param program - A program that was checked and emitted.
 */
export function reportStatistics(tsc: Tsc, system: ts.System, program: ts.Program): void {
  const options = program.getCompilerOptions();
  tsc.tracing?.stopTracing();
  if (!options.diagnostics && !options.extendedDiagnostics) return;
  const extended = Boolean(options.extendedDiagnostics);
  const statistics = [...countsOf(program as CountedProgram, system, extended), ...timesOf(tsc, extended)];
  const nameWidth = Math.max(...statistics.map(([name]) => name.length)) + 2;
  const valueWidth = Math.max(...statistics.map(([, value]) => value.length));
  for (const [name, value] of statistics) {
    system.write(`${`${name}:`.padEnd(nameWidth)}${value.padStart(valueWidth)}${system.newLine}`);
  }
  tsc.performance.disable();
}
