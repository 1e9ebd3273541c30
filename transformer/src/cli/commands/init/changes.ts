import { version } from "../../../artifacts/version.js";
import { emitsCode, isSolution } from "../../project/config.js";
import type { Manifest } from "../../project/manifest.js";
import { type Compilation, isCompiler, onlyHoldsPackages, readCompilation } from "../../scripts/compilers.js";
import { followScripts } from "../../scripts/follow/follow.js";
import type { Call, ScriptPackage } from "../../scripts/model.js";
import type { OpenedProject } from "../../scripts/open.js";
import { TOOLS } from "../../scripts/tools/tools.js";
import { guardingProgram, hasEntry, runsPlugins } from "../doctor/compile.js";
import type { SourceReader } from "../doctor/sources.js";
import { type Change, editJson, type JsonEdit, parseJson } from "./edits.js";
import { entryChanges } from "./entries.js";

const range = `^${version}`;
const PATCH_RANGE = "^4.0.1";
/** Must match the dependency of this package. */
const COMPILER_RANGE = "~6.0.3";

/** The compilers that `importspy build` replaces. */
const REPLACED = new Set(["tsc", "tsc6", "tsgo"]);

const isListed = ({ dependencies, devDependencies }: Manifest, name: string) =>
  dependencies[name] !== undefined || devDependencies[name] !== undefined;

/** The dependencies that a package with guarded files needs in production. */
function runtimeEdits({ dependencies, devDependencies }: Manifest): JsonEdit[] {
  if (dependencies.importspy !== undefined) return [];
  const moved = devDependencies.importspy;
  return [
    { path: ["dependencies", "importspy"], value: moved ?? range },
    ...(moved === undefined ? [] : [{ path: ["devDependencies", "importspy"], value: undefined }]),
  ];
}

/** @param startsTspc - Whether a script will call tspc that did not so far. */
function developmentEdits(manifest: Manifest, startsTspc: boolean): JsonEdit[] {
  const needed = [
    ["@importspy/transformer", range],
    ...(startsTspc ? [["ts-patch", PATCH_RANGE] as const, ["typescript", COMPILER_RANGE] as const] : []),
  ] as const;
  return needed.flatMap(([name, value]) =>
    isListed(manifest, name) ? [] : [{ path: ["devDependencies", name], value }],
  );
}

/** A compilation and the program that will do it. */
interface Plan {
  readonly compilation: Compilation;
  readonly program: string;
}

function planOf(compilation: Compilation): Plan {
  const { call } = compilation;
  if (runsPlugins(call)) return { compilation, program: call.program };
  if (call.program === "ttsc") return { compilation, program: "tspc" };
  return { compilation, program: REPLACED.has(call.program) ? guardingProgram(compilation) : call.program };
}

const isByPlugin = ({ program, compilation }: Plan) => runsPlugins({ ...compilation.call, program });
const isGuarding = (plan: Plan) => isByPlugin(plan) || plan.program.startsWith("importspy");

/** `tsc -b && cp …` → `importspy build -b && cp …` */
function scriptEdits({ manifest }: ScriptPackage, plans: readonly Plan[]): JsonEdit[] {
  /** By script and position. A script that others call with arguments is reached several times. */
  const places = new Map<string, Map<number, { readonly end: number; readonly program: string }>>();
  for (const { compilation, program } of plans) {
    const { owner, script, at, program: written } = compilation.call;
    if (owner.manifest !== manifest || !at || written === program) continue;
    const ofScript = places.get(script) ?? new Map();
    places.set(script, ofScript.set(at.start, { end: at.end, program }));
  }
  return [...places].map(([script, ofScript]) => {
    const fromTheEnd = [...ofScript].sort(([a], [b]) => b - a);
    const value = fromTheEnd.reduce(
      (text, [start, { end, program }]) => text.slice(0, start) + program + text.slice(end),
      manifest.scripts[script]!,
    );
    return { path: ["scripts", script], value };
  });
}

/** The build script for a project without one. */
function newBuild({ manifest, configs }: ScriptPackage, calls: readonly Call[]): string | undefined {
  const [config] = configs;
  const builds = calls.some((call) => {
    const does = TOOLS.get(call.program)?.does;
    return isCompiler(call) || does === "bundles" || does === "compiles";
  });
  if (manifest.scripts.build !== undefined || builds || !configs.some(emitsCode)) return undefined;
  return guardingProgram({ configs }) + (config && isSolution(config) ? " -b" : "");
}

/** Whether a package has guards: it is built with them, has contracts, or is the one that was asked about. */
function hasGuards(
  member: ScriptPackage,
  root: ScriptPackage,
  plans: readonly Plan[],
  readTagged: SourceReader,
): boolean {
  const names = new Set(root.configs.map(({ fileName }) => fileName));
  const isContracted = (name: string) => (readTagged(name)?.comments.length ?? 0) > 0;
  return (
    plans.some((plan) => plan.compilation.call.unit === member && isGuarding(plan)) ||
    member.configs.some(({ fileName, parsed }) => names.has(fileName) || parsed.fileNames.some(isContracted))
  );
}

const changeOf = ({ fileName, text }: Manifest, edits: readonly JsonEdit[]): Change => ({
  fileName,
  before: text,
  after: editJson(text, edits),
});

/** The changes, and what the project needs after them. */
export interface PlannedChanges {
  readonly changes: readonly Change[];
  /** Whether the build uses tspc, or a tsc that ts-patch has changed. */
  readonly usesPlugins: boolean;
}

/**
 * Sets up a project: dependencies, scripts, and the entry of `plugins` if something runs it.
 *
 * @param opened - The project, with all packages of its workspace.
 * @param readTagged - Reads sources.
 * @param configFile - The tsconfig.json, if there is one.
 * @param start - The script that starts the project, if it is a new one.
 * @returns The changed files; an empty list when nothing has to change.
 * @throws JsonError when a file is not JSON.
 */
export function planChanges(
  { project }: OpenedProject,
  readTagged: SourceReader,
  configFile: string | undefined,
  start: string | undefined,
): PlannedChanges {
  const { typescript, files, packages } = project;
  const [root, ...members] = packages;
  if (configFile !== undefined) parseJson(files.read(configFile) ?? "", configFile);
  const { calls } = followScripts(project);
  const compilations = calls.filter(isCompiler).map((call) => readCompilation(project, call));
  const plans = compilations.flatMap((each) => (typeof each === "object" ? [planOf(each)] : []));
  const build = newBuild(root, calls);
  const isNewTspc = Boolean(build?.startsWith("tspc"));
  const startsTspc =
    isNewTspc || plans.some(({ program, compilation }) => program === "tspc" && compilation.call.program !== program);
  const byPlugin = [
    ...plans.filter(isByPlugin).flatMap(({ compilation }) => compilation.configs),
    ...(isNewTspc ? root.configs.filter(emitsCode) : []),
  ];
  const lacking = new Map(byPlugin.filter((config) => !hasEntry(config)).map((config) => [config.fileName, config]));
  const isOfRoot = (plan: Plan) => plan.compilation.call.unit === root && isGuarding(plan);
  const needsRuntime = !onlyHoldsPackages(packages, calls) || build !== undefined || plans.some(isOfRoot);
  const changes = [
    changeOf(root.manifest, [
      ...(needsRuntime ? runtimeEdits(root.manifest) : []),
      ...developmentEdits(root.manifest, startsTspc),
      ...scriptEdits(root, plans),
      ...(build === undefined ? [] : [{ path: ["scripts", "build"], value: build }]),
      ...(start === undefined || root.manifest.scripts.start ? [] : [{ path: ["scripts", "start"], value: start }]),
    ]),
    ...members.map((member) =>
      changeOf(member.manifest, [
        ...(hasGuards(member, root, plans, readTagged) ? runtimeEdits(member.manifest) : []),
        ...scriptEdits(member, plans),
      ]),
    ),
    ...entryChanges(typescript, files, root.manifest.folder, [...lacking.values()]),
  ];
  return { changes: changes.filter(({ before, after }) => before !== after), usesPlugins: byPlugin.length > 0 };
}
