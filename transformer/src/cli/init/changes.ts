import { readFileSync } from "node:fs";
import type { TypeScript } from "../../compiler.js";
import { version } from "../../version.js";
import { PLUGIN, type ProjectConfig, pluginEntryOf, readReferencedConfigs } from "../project/config.js";
import type { Manifest } from "../project/manifest.js";
import { membersOf } from "../project/members.js";
import { emitsNothing, optionOf, readCommands, type ScriptCommand } from "../project/scripts.js";
import { type Change, editJson, type JsonEdit, parseJson, prependJson } from "./edits.js";

const range = `^${version}`;

/** What a package needs whose files are guarded, in production. */
function runtimeEdits({ dependencies, devDependencies }: Manifest): JsonEdit[] {
  const edits: JsonEdit[] = [];
  if (dependencies.importspy === undefined) {
    edits.push({ path: ["dependencies", "importspy"], value: devDependencies.importspy ?? range });
    if (devDependencies.importspy !== undefined)
      edits.push({ path: ["devDependencies", "importspy"], value: undefined });
  }
  return edits;
}

function compilerEdits({ dependencies, devDependencies }: Manifest): JsonEdit[] {
  const isThere = [dependencies, devDependencies].some((each) => each["@importspy/transformer"] !== undefined);
  return isThere ? [] : [{ path: ["devDependencies", "@importspy/transformer"], value: range }];
}

/** Whether a call of tsc emits JavaScript, which would be unguarded. */
function emits(command: ScriptCommand, config: ProjectConfig): boolean {
  if (command.program !== "tsc" || emitsNothing(command)) return false;
  const isOther = optionOf(command, "-p", "--project") !== undefined;
  return isOther || !config.parsed.options.noEmit;
}

/** `tsc -b && cp …` → `importspy build -b && cp …` */
function scriptEdits({ scripts }: Manifest, config: ProjectConfig): JsonEdit[] {
  const commands = readCommands(scripts).filter((command) => emits(command, config));
  return [...new Set(commands.map(({ script }) => script))].map((script) => {
    const ofScript = commands.filter((command) => command.script === script);
    const value = ofScript.reduceRight(
      (text, { start, end }) => `${text.slice(0, start)}importspy build${text.slice(end)}`,
      scripts[script]!,
    );
    return { path: ["scripts", script], value };
  });
}

/** A project without any build script gets one. */
function buildScript({ scripts }: Manifest): JsonEdit[] {
  const builds = readCommands(scripts).some(
    ({ program, args }) => program === "tsc" || program === "tspc" || (program === "importspy" && args[0] === "build"),
  );
  return scripts.build === undefined && !builds ? [{ path: ["scripts", "build"], value: "importspy build" }] : [];
}

function pluginEdits(config: ProjectConfig): JsonEdit[] {
  const entry = pluginEntryOf(config);
  if (entry?.transformProgram === true) return [];
  // `plugins` replaces what the file extends, so what is inherited is written out.
  const others = config.plugins.filter((plugin) => plugin !== entry);
  return [{ path: ["compilerOptions", "plugins"], value: [...others, { ...entry, ...PLUGIN }] }];
}

const manifestChange = ({ fileName, text }: Manifest, edits: readonly JsonEdit[]): Change => ({
  fileName,
  before: text,
  after: editJson(text, edits),
});

/** A file that compiles nothing itself, but names those that do. */
const isSolution = ({ parsed }: ProjectConfig) => !parsed.fileNames.length && Boolean(parsed.projectReferences?.length);

function configChange(config: ProjectConfig): Change {
  const { fileName } = config;
  const before = readFileSync(fileName, "utf8");
  const edits = pluginEdits(config);
  const own = parseJson(before, fileName) as { compilerOptions?: { plugins?: unknown[] } } | undefined;
  const plugins = own?.compilerOptions?.plugins;
  const [edit] = edits;
  // Where the file has a list of its own, an entry is added to it: comments inside stay.
  if (edit && Array.isArray(plugins)) {
    const index = plugins.findIndex((each) => (each as { transform?: unknown } | null)?.transform === PLUGIN.transform);
    const list = ["compilerOptions", "plugins"];
    const after =
      index < 0
        ? prependJson(before, list, PLUGIN)
        : editJson(before, [{ path: [...list, index, "transformProgram"], value: true }]);
    return { fileName, before, after };
  }
  return { fileName, before, after: editJson(before, edits) };
}

/**
 * What makes a project ready: dependencies, scripts, and the entry of `plugins` for tspc and editors.
 *
 * @param typescript - Reads the configuration.
 * @param manifest - package.json.
 * @param configFile - tsconfig.json.
 * @returns The files that change; none when the project is ready.
 * @throws JsonError when a file is no JSON.
 */
export function planChanges(typescript: TypeScript, manifest: Manifest, configFile: string): Change[] {
  parseJson(readFileSync(configFile, "utf8"), configFile);
  const configs = readReferencedConfigs(typescript, configFile);
  const [main] = configs;
  const edits = [
    ...runtimeEdits(manifest),
    ...compilerEdits(manifest),
    ...scriptEdits(manifest, main!),
    ...buildScript(manifest),
  ];
  const changes = [
    manifestChange(manifest, edits),
    ...membersOf(manifest, configs).map(([member, config]) =>
      manifestChange(member, [...runtimeEdits(member), ...scriptEdits(member, config)]),
    ),
    ...configs.filter((config) => !isSolution(config)).map(configChange),
  ];
  return changes.filter(({ before, after }) => before !== after);
}
