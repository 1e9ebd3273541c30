import { version } from "../../version.js";
import { guardingProgram, runsPlugins } from "../doctor/compile.js";
import type { OpenedProject } from "../doctor/doctor.js";
import { hasContract, type SourceReader } from "../doctor/sources.js";
import { emitsCode, isSolution, otherTransformersOf, type ProjectConfig, pluginEntryOf } from "../project/config.js";
import type { Manifest } from "../project/manifest.js";
import { type Compilation, isCompiler, readCompilation } from "../scripts/compilers.js";
import { followScripts } from "../scripts/follow.js";
import type { Call, ScriptPackage } from "../scripts/model.js";
import { TOOLS } from "../scripts/tools.js";
import { type Change, editJson, type JsonEdit, parseJson } from "./edits.js";
import { entryChanges } from "./entries.js";

const range = `^${version}`;
const PATCH_RANGE = "^4.0.1";
/** As in this package's dependencies. */
const COMPILER_RANGE = "~6.0.3";

/** The compilers whose work `importspy build` does. */
const REPLACED = new Set(["tsc", "tsc6", "tsgo"]);

const isListed = ({ dependencies, devDependencies }: Manifest, name: string) =>
  dependencies[name] !== undefined || devDependencies[name] !== undefined;

/** What a package needs whose files are guarded, in production. */
function runtimeEdits({ dependencies, devDependencies }: Manifest): JsonEdit[] {
  if (dependencies.importspy !== undefined) return [];
  const moved = devDependencies.importspy;
  return [
    { path: ["dependencies", "importspy"], value: moved ?? range },
    ...(moved === undefined ? [] : [{ path: ["devDependencies", "importspy"], value: undefined }]),
  ];
}

function developmentEdits(manifest: Manifest, usesPlugins: boolean): JsonEdit[] {
  const needed = [
    ["@importspy/transformer", range],
    ...(usesPlugins ? [["ts-patch", PATCH_RANGE] as const, ["typescript", COMPILER_RANGE] as const] : []),
  ] as const;
  return needed.flatMap(([name, value]) =>
    isListed(manifest, name) ? [] : [{ path: ["devDependencies", name], value }],
  );
}

/** A compilation, and the program that is to do it. */
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

/** `tsc -b && cp …` → `importspy build -b && cp …` */
function scriptEdits({ manifest }: ScriptPackage, plans: readonly Plan[]): JsonEdit[] {
  const own = plans.filter(
    ({ compilation: { call }, program }) => call.owner.manifest === manifest && call.at && call.program !== program,
  );
  return [...new Set(own.map(({ compilation }) => compilation.call.script))].map((script) => {
    // A script that others call with arguments of their own is reached several times.
    const places = new Map(
      own
        .filter(({ compilation }) => compilation.call.script === script)
        .map(({ compilation, program }) => [compilation.call.at!.start, { ...compilation.call.at!, program }]),
    );
    const value = [...places.values()]
      .sort((a, b) => b.start - a.start)
      .reduce(
        (text, { start, end, program }) => text.slice(0, start) + program + text.slice(end),
        manifest.scripts[script]!,
      );
    return { path: ["scripts", script], value };
  });
}

/** A project without any build gets one. */
function buildScript({ manifest, configs }: ScriptPackage, calls: readonly Call[]): JsonEdit[] {
  const [config] = configs;
  const builds = calls.some((call) => {
    const does = TOOLS.get(call.program)?.does;
    return isCompiler(call) || does === "bundles" || does === "compiles";
  });
  if (manifest.scripts.build !== undefined || builds || !config) return [];
  const isReferring = isSolution(config);
  if (!isReferring && !emitsCode(config)) return [];
  const program = configs.some((each) => otherTransformersOf(each).length) ? "tspc" : "importspy build";
  return [{ path: ["scripts", "build"], value: isReferring ? `${program} -b` : program }];
}

const changeOf = ({ fileName, text }: Manifest, edits: readonly JsonEdit[]): Change => ({
  fileName,
  before: text,
  after: editJson(text, edits),
});

/** What is to be changed, and what the project relies on then. */
export interface PlannedChanges {
  readonly changes: readonly Change[];
  /** tspc builds, or tsc that ts-patch has changed. */
  readonly usesPlugins: boolean;
}

/**
 * What makes a project ready: dependencies, scripts, and the entry of `plugins` where something runs it.
 *
 * @param opened - The project, with all packages of its workspace.
 * @param readTagged - Reads sources.
 * @param configFile - tsconfig.json.
 * @returns The files that change; none when there is nothing to do.
 * @throws JsonError when a file is not JSON.
 */
export function planChanges({ project }: OpenedProject, readTagged: SourceReader, configFile: string): PlannedChanges {
  const { typescript, files, packages } = project;
  parseJson(files.read(configFile) ?? "", configFile);
  const [root, ...members] = packages;
  const { calls } = followScripts(project);
  const compilations = calls.filter(isCompiler).map((call) => readCompilation(project, call));
  const plans = compilations.flatMap((each) => (typeof each === "object" ? [planOf(each)] : []));
  const added = buildScript(root, calls);
  const isByPlugin = ({ program, compilation }: Plan) =>
    program === "tspc" || runsPlugins({ ...compilation.call, program });
  const byPlugin = plans.filter(isByPlugin).flatMap(({ compilation }) => compilation.configs);
  const usesPlugins = plans.some(isByPlugin) || added.some(({ value }) => String(value).startsWith("tspc"));
  const built = added.some(({ value }) => String(value).startsWith("tspc")) ? root.configs.filter(emitsCode) : [];

  const isGuarded = (each: ScriptPackage) =>
    plans.some(
      ({ compilation, program }) =>
        compilation.call.unit === each && (isByPlugin({ compilation, program }) || program.startsWith("importspy")),
    ) ||
    each.configs.some(
      ({ parsed }) =>
        root.configs.some(({ fileName }) => each.configs.some((own) => own.fileName === fileName)) ||
        parsed.fileNames.some((name) => hasContract(typescript, readTagged, name)),
    );
  const edits = [
    ...runtimeEdits(root.manifest),
    ...developmentEdits(root.manifest, usesPlugins),
    ...scriptEdits(root, plans),
    ...added,
  ];
  const isLacking = (config: ProjectConfig) => pluginEntryOf(config)?.transformProgram !== true;
  const lacking = new Map([...byPlugin, ...built].filter(isLacking).map((config) => [config.fileName, config]));
  const changes = [
    changeOf(root.manifest, edits),
    ...members.map((member) =>
      changeOf(member.manifest, [
        ...(isGuarded(member) ? runtimeEdits(member.manifest) : []),
        ...scriptEdits(member, plans),
      ]),
    ),
    ...entryChanges(typescript, files, root.manifest.folder, [...lacking.values()]),
  ];
  return { changes: changes.filter(({ before, after }) => before !== after), usesPlugins };
}
