import { realpathSync } from "node:fs";
import path from "node:path";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isInside } from "../../paths.js";
import { PLUGIN, type ProjectConfig, pluginEntryOf } from "../../project/config.js";
import type { ProjectFiles } from "../../project/files.js";
import { isRecord } from "../../project/manifest.js";
import { type Change, editJson, parseJson, prependJson } from "./edits.js";

/** A configuration without the entry, and the files that could have it: its own and those that it extends. */
interface Lacking {
  readonly config: ProjectConfig;
  readonly chain: readonly string[];
}

/** The content of configuration files. Each file is read once. */
class ConfigFiles {
  private readonly typescript: TypeScript;
  private readonly files: ProjectFiles;
  private readonly root: string;

  /** @param root - Files outside of this folder are not edited. */
  constructor(typescript: TypeScript, files: ProjectFiles, root: string) {
    this.typescript = typescript;
    this.files = files;
    this.root = realpathSync(root);
  }

  text(fileName: string): string {
    return this.files.read(fileName) ?? "";
  }

  /** The `plugins` of the file itself, not inherited. */
  listOf(fileName: string): readonly unknown[] | undefined {
    const content = parseJson(this.text(fileName), fileName);
    const options = isRecord(content) && isRecord(content.compilerOptions) ? content.compilerOptions : {};
    return Array.isArray(options.plugins) ? options.plugins : undefined;
  }

  chainOf({ fileName }: ProjectConfig): string[] {
    const { system } = this.files;
    const source = this.typescript.readJsonConfigFile(fileName, system.readFile);
    this.typescript.parseJsonSourceFileConfigFileContent(source, system, path.dirname(fileName), undefined, fileName);
    // Including indirectly extended files, nearest first.
    const extendedFiles = source.extendedSourceFiles ?? [];
    const isOwn = (name: string) => isInside(name, this.root) && !name.includes(`${path.sep}node_modules${path.sep}`);
    const extended = extendedFiles.map((name) => realpathSync(name));
    return [...new Set([realpathSync(fileName), ...extended.filter(isOwn)])];
  }
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Where the entry of each configuration goes: into the file with its list, or the file that most of them share. */
function placesOf(files: ConfigFiles, lacking: readonly Lacking[]): Map<string, ProjectConfig> {
  const places = new Map<string, ProjectConfig>();
  const free: Lacking[] = [];
  for (const each of lacking) {
    const { config, chain } = each;
    const place = config.plugins.length
      ? chain.find((name) => isSame(files.listOf(name), config.parsed.options.plugins))
      : chain.find((name) => files.listOf(name));
    if (place === undefined) free.push(each);
    else places.set(place, config);
  }
  for (const { config, chain } of free) {
    const shares = chain.map((name) => free.filter((other) => other.chain.includes(name)).length);
    const most = Math.max(...shares);
    places.set(chain[most > 1 ? shares.indexOf(most) : 0]!, config);
  }
  return places;
}

function changeOf(files: ConfigFiles, fileName: string, config: ProjectConfig): Change {
  const before = files.text(fileName);
  const list = ["compilerOptions", "plugins"];
  const own = files.listOf(fileName);
  const index = own?.findIndex((each) => isRecord(each) && each.transform === PLUGIN.transform) ?? -1;
  if (own && index < 0) return { fileName, before, after: prependJson(before, list, PLUGIN) };
  if (own)
    return { fileName, before, after: editJson(before, [{ path: [...list, index, "transformProgram"], value: true }]) };
  // `plugins` replaces the inherited list, so the inherited entries are copied.
  const entry = pluginEntryOf(config);
  const others = config.plugins.filter((plugin) => plugin !== entry);
  return { fileName, before, after: editJson(before, [{ path: list, value: [...others, { ...entry, ...PLUGIN }] }]) };
}

/**
 * Adds the entry of `plugins` that tspc needs. A file that several configurations extend gets it once.
 *
 * @param typescript - The compiler.
 * @param files - Reads the files.
 * @param root - The folder of the project.
 * @param configs - The configurations without the entry.
 * @throws JsonError when a file is not JSON.
 */
export function entryChanges(
  typescript: TypeScript,
  files: ProjectFiles,
  root: string,
  configs: readonly ProjectConfig[],
): Change[] {
  const configFiles = new ConfigFiles(typescript, files, root);
  const lacking = configs.map((config) => ({ config, chain: configFiles.chainOf(config) }));
  return [...placesOf(configFiles, lacking)].map(([fileName, config]) => changeOf(configFiles, fileName, config));
}
