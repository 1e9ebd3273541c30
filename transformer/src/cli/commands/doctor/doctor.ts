import type { CommandContext } from "importspy/dist/cli.cjs";
import { printableLine } from "importspy/dist/printable.cjs";
import { loadCompiler } from "../../compiler.js";
import { showIn } from "../../paths.js";
import { isSolution, type ProjectConfig } from "../../project/config.js";
import { createFiles } from "../../project/files.js";
import { ManifestError } from "../../project/manifest.js";
import { loadShell } from "../../project/shell.js";
import { onlyHoldsPackages } from "../../scripts/compilers.js";
import type { Call } from "../../scripts/model.js";
import { locate, type OpenedProject, openProject } from "../../scripts/open.js";
import { advice, type Finding, fine, isProblem, unguarded } from "./findings.js";
import {
  describeCompiler,
  describeEditor,
  examineDependencies,
  examineNode,
  examineOwnCompiler,
  examineRange,
  examineTspc,
} from "./installation.js";
import type { DoctorOptions } from "./options.js";
import { examineMember, examineOutputs } from "./output.js";
import { examineReferences } from "./references.js";
import { examineScripts } from "./scripts.js";
import { createSourceReader, examineSources, examineTesting, hasContract } from "./sources.js";

/** The result of `importspy doctor`. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly calls: readonly Call[];
}

/** The configurations, and those that scripts build. The latter may differ, or emit into another folder. */
function withBuilt(configs: readonly ProjectConfig[], built: readonly ProjectConfig[]): ProjectConfig[] {
  const keyOf = ({ fileName, parsed }: ProjectConfig) => `${fileName}\0${parsed.options.outDir ?? ""}`;
  return [...new Map([...configs, ...built].map((config) => [keyOf(config), config])).values()];
}

/** Configurations that frameworks write, and the command that does. */
const WRITTEN = [
  [/\.svelte-kit|\$app\/tsconfig/, "npx svelte-kit sync"],
  [/\.nuxt/, "npx nuxt prepare"],
] as const;

/** The command that writes a configuration which an error misses. */
const commandFor = (error: string) => WRITTEN.find(([pattern]) => pattern.test(error))?.[1];

/** TS18003: no input files. */
const NO_INPUTS = 18003;

/** Collects all findings about a project. */
export function examine(opened: OpenedProject, scripts?: readonly string[]): Examination {
  const { project, configs } = opened;
  const { typescript, files, cwd, packages } = project;
  const [{ manifest, compiler }, ...members] = packages;
  const readTagged = createSourceReader(typescript, files);
  const show = (name: string) => showIn(cwd, name);
  const errors = configs.flatMap((config) => {
    // A solution has no files of its own.
    if (isSolution(config)) return [];
    const name = show(config.fileName);
    // A project without sources ships nothing.
    const empty = config.parsed.errors.some(({ code }) => code === NO_INPUTS);
    if (empty)
      return [advice(`${name}: there is no file of TypeScript yet`, "write one, or correct include and files")];
    return config.errors.map((error) => unguarded(`${name}: ${error}`, commandFor(error) ?? "fix it"));
  });
  const judged = examineScripts(project, (name) => hasContract(typescript, readTagged, name), scripts);
  const tspc = examineTspc(compiler, manifest.folder, typescript.version);
  const isCalled = judged.calls.some(({ program }) => program === "tspc");
  const editor = describeEditor(compiler);
  const findings = [
    examineNode(process.versions.node),
    ...examineDependencies(manifest, onlyHoldsPackages(packages, judged.calls)),
    ...members.flatMap(({ manifest: member, configs: own }) =>
      own.slice(0, 1).flatMap((config) => examineMember(typescript, readTagged, member, config, show(member.folder))),
    ),
    examineOwnCompiler(typescript.version, compiler),
    // Not a problem by itself. It matters only if a script calls it.
    fine(describeCompiler(compiler)),
    ...(editor === undefined ? [] : [fine(editor)]),
    ...(tspc ? [tspc.verdict === "advice" && isCalled ? { ...tspc, verdict: "unguarded" as const } : tspc] : []),
    ...(isCalled ? examineRange(manifest, typescript.version) : []),
    ...errors,
    ...judged.findings,
    ...examineSources(typescript, readTagged, configs, cwd),
    ...examineTesting(typescript, files, configs, cwd),
    ...examineReferences(opened, (name) => hasContract(typescript, readTagged, name)),
    ...examineOutputs(typescript, readTagged, withBuilt(configs, judged.configs), cwd),
  ];
  return { findings, calls: judged.calls };
}

function summaryOf(findings: readonly Finding[]): string {
  const count = findings.filter(({ verdict }) => verdict === "unguarded").length;
  const unknown = findings.filter(({ verdict }) => verdict === "unknown").length;
  if (count) return `Unguarded code could ship: ${count} to fix${unknown ? `, ${unknown} unknown` : ""}`;
  return unknown ? `Cannot tell whether this project is guarded: ${unknown} unknown` : "This project is guarded";
}

/** Prints findings, one per line, each with a fix. */
export function printFindings(
  { stdout, paint }: Pick<CommandContext, "stdout" | "paint">,
  findings: readonly Finding[],
): void {
  const signs = {
    fine: paint.green("✓"),
    advice: paint.yellow("!"),
    unguarded: paint.red("✗"),
    unknown: paint.red("?"),
  };
  for (const { verdict, text, fix } of findings) {
    stdout.write(`${signs[verdict]} ${printableLine(text)}\n`);
    if (fix) stdout.write(`  ${paint.dim("→")} ${printableLine(fix)}\n`);
  }
}

/** Runs `importspy doctor` and returns its exit code. */
export async function runDoctor(context: CommandContext<DoctorOptions>): Promise<number> {
  const { values, cwd, stdout, fail } = context;
  try {
    const typescript = loadCompiler();
    const opening = { typescript, files: createFiles(typescript), readShell: await loadShell(), cwd };
    const located = locate(opening, values.project, "name it with -p");
    if (typeof located === "string") return fail(located);
    const missing = values.script?.find((name) => located.manifest.scripts[name] === undefined);
    if (missing !== undefined) return fail(`package.json has no script ${JSON.stringify(missing)}`);
    const { findings } = examine(openProject(opening, located), values.script);
    printFindings(context, findings);
    stdout.write(`\n${summaryOf(findings)}\n`);
    return findings.some(isProblem) ? 1 : 0;
  } catch (error) {
    if (error instanceof ManifestError) return fail(error.message);
    throw error;
  }
}
