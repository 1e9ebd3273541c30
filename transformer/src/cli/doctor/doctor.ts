import type { CommandContext } from "importspy/dist/cli.cjs";
import type { TypeScript } from "../../compiler.js";
import { loadCompiler } from "../compiler.js";
import { showIn } from "../paths.js";
import { findCompiler } from "../project/compilers.js";
import { findConfig, isSolution, type ProjectConfig, readReferencedConfigs } from "../project/config.js";
import { createFiles, type ProjectFiles } from "../project/files.js";
import { type Manifest, ManifestError, readManifest } from "../project/manifest.js";
import { membersOf } from "../project/members.js";
import { loadShell, type ReadShell } from "../project/shell.js";
import { readWorkspace } from "../project/workspace.js";
import type { Call, Project } from "../scripts/model.js";
import type { DoctorOptions } from "./command.js";
import { advice, type Finding, fine, isProblem, unguarded } from "./findings.js";
import {
  describeCompiler,
  examineDependencies,
  examineNode,
  examineOwnCompiler,
  examineRange,
  examineTspc,
} from "./installation.js";
import { examineMember, examineOutputs } from "./output.js";
import { examineScripts } from "./scripts.js";
import { createSourceReader, examineSources, hasContract } from "./sources.js";

/** A project as doctor and init read it. */
export interface OpenedProject {
  readonly project: Project;
  /** All configurations: that which was asked about, those that it references, and those of the workspace. */
  readonly configs: readonly ProjectConfig[];
}

/** What a project is opened with. */
export interface Opening {
  readonly typescript: TypeScript;
  readonly files: ProjectFiles;
  readonly readShell: ReadShell;
  readonly cwd: string;
  /** `tsc` will run plugins, because a script has ts-patch change it. */
  readonly willBePatched?: boolean;
  /** All packages of the workspace count, also those that have nothing to do with contracts yet. */
  readonly withWorkspace?: boolean;
}

/** Finds the package.json and tsconfig.json of a folder; a text says why there are none. */
export function locate(
  typescript: TypeScript,
  cwd: string,
  project: string | undefined,
  missing: string,
): { manifest: Manifest; config: string } | string {
  const manifest = readManifest(cwd);
  const config = findConfig(typescript, project === undefined ? manifest.folder : cwd, project);
  if (config !== undefined) return { manifest, config };
  return project === undefined
    ? `there is no tsconfig.json here; ${missing}`
    : `${project} does not exist; name a tsconfig.json or its folder`;
}

/** Reads all of a project that doctor looks at. */
export function openProject(
  { typescript, files, readShell, cwd, willBePatched, withWorkspace }: Opening,
  folder: string,
  config: string,
): OpenedProject {
  const manifest = readManifest(folder, files);
  const referenced = readReferencedConfigs(typescript, files, config);
  const workspace = readWorkspace(manifest, files);
  const members = membersOf(typescript, files, manifest, referenced, workspace, withWorkspace);
  const compilerOf = (from: string) => {
    const compiler = findCompiler(from);
    return compiler && { ...compiler, isPatched: compiler.isPatched || Boolean(willBePatched) };
  };
  const project: Project = {
    typescript,
    files,
    readShell,
    cwd,
    workspace,
    packages: [
      { manifest, configs: referenced, compiler: compilerOf(manifest.folder), place: "" },
      ...members.map(([member, configs]) => {
        const place = ` of ${showIn(cwd, member.folder)}`;
        return { manifest: member, configs, compiler: compilerOf(member.folder), place };
      }),
    ],
  };
  const all = [...referenced, ...members.flatMap(([, configs]) => configs)];
  return { project, configs: [...new Map(all.map((each) => [each.fileName, each])).values()] };
}

/** What doctor found. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly calls: readonly Call[];
}

/** TS18003: no inputs were found. */
const NO_INPUTS = 18003;

/** Everything that doctor finds in a project. */
export function examine({ project, configs }: OpenedProject, scripts?: readonly string[]): Examination {
  const { typescript, files, cwd, packages } = project;
  const [{ manifest, compiler }, ...members] = packages;
  const readTagged = createSourceReader(typescript, files);
  const show = (name: string) => showIn(cwd, name);
  const errors = configs.flatMap((config) => {
    // A solution has no files of its own.
    if (isSolution(config)) return [];
    const name = show(config.fileName);
    // Where there is nothing to build yet, nothing ships.
    const empty = config.parsed.errors.some(({ code }) => code === NO_INPUTS);
    if (empty)
      return [advice(`${name}: there is no file of TypeScript yet`, "write one, or correct include and files")];
    return config.errors.map((error) => unguarded(`${name}: ${error}`, "fix it"));
  });
  const judged = examineScripts(project, (name) => hasContract(typescript, readTagged, name), scripts);
  const tspc = examineTspc(compiler, manifest.folder, typescript.version);
  const isCalled = judged.calls.some(({ program }) => program === "tspc");
  const findings = [
    examineNode(process.versions.node),
    ...examineDependencies(manifest),
    ...members.flatMap(({ manifest: member, configs: own }) =>
      own.slice(0, 1).flatMap((config) => examineMember(typescript, readTagged, member, config, show(member.folder))),
    ),
    examineOwnCompiler(typescript.version),
    // By itself not a finding: what counts is whether a script calls it.
    fine(describeCompiler(compiler)),
    ...(tspc ? [tspc.verdict === "advice" && isCalled ? { ...tspc, verdict: "unguarded" as const } : tspc] : []),
    ...(isCalled ? examineRange(manifest, typescript.version) : []),
    ...errors,
    ...judged.findings,
    ...examineSources(typescript, readTagged, configs, cwd),
    ...examineOutputs(typescript, readTagged, configs, cwd),
  ];
  return { findings, calls: judged.calls };
}

function summaryOf(findings: readonly Finding[]): string {
  const count = findings.filter(({ verdict }) => verdict === "unguarded").length;
  const unknown = findings.filter(({ verdict }) => verdict === "unknown").length;
  if (count) return `Unguarded code could ship: ${count} to fix${unknown ? `, ${unknown} unknown` : ""}`;
  return unknown ? `Cannot tell whether this project is guarded: ${unknown} unknown` : "This project is guarded";
}

/** Prints findings as lines, each with what to do. */
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
    stdout.write(`${signs[verdict]} ${text}\n`);
    if (fix) stdout.write(`  ${paint.dim("→")} ${fix}\n`);
  }
}

/** Runs `importspy doctor`, and gives its exit code. */
export async function runDoctor(context: CommandContext<DoctorOptions>): Promise<number> {
  const { values, cwd, stdout, fail } = context;
  try {
    const typescript = loadCompiler();
    const located = locate(typescript, cwd, values.project, "name it with -p");
    if (typeof located === "string") return fail(located);
    const { manifest, config } = located;
    const missing = values.script?.find((name) => manifest.scripts[name] === undefined);
    if (missing !== undefined) return fail(`package.json has no script ${JSON.stringify(missing)}`);
    const opening = { typescript, files: createFiles(typescript), readShell: await loadShell(), cwd };
    const { findings } = examine(openProject(opening, manifest.folder, config), values.script);
    printFindings(context, findings);
    stdout.write(`\n${summaryOf(findings)}\n`);
    return findings.some(isProblem) ? 1 : 0;
  } catch (error) {
    if (error instanceof ManifestError) return fail(error.message);
    throw error;
  }
}
