/**
 * Finds imports without a project reference. `-b` uses references to decide what to build again, so guards can stay
 * outdated when a contract changes.
 *
 * @module
 */
import path from "node:path";
import { memoize } from "../../../analysis/memoize.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { showIn } from "../../paths.js";
import { isSolution, type ProjectConfig } from "../../project/config.js";
import type { OpenedProject } from "../../scripts/open.js";
import { advice, type Finding } from "./findings.js";
import { isSource } from "./sources.js";

/** The configurations that one configuration reaches. */
type Reachable = (config: ProjectConfig) => ReadonlySet<ProjectConfig>;

/**
 * Follows references.
 *
 * @param throughContainers - Whether to follow references of configurations without files, as programs do and `-b` does
 * not.
 */
function createReachable(
  typescript: TypeScript,
  configs: readonly ProjectConfig[],
  throughContainers: boolean,
): Reachable {
  const byName = new Map(configs.map((config) => [config.fileName, config]));
  return memoize((config) => {
    const reached = new Set<ProjectConfig>();
    const follow = ({ parsed }: ProjectConfig) => {
      for (const reference of parsed.projectReferences ?? []) {
        const next = byName.get(typescript.resolveProjectReferencePath(reference));
        if (!next || reached.has(next) || (isSolution(next) && !throughContainers)) continue;
        reached.add(next);
        follow(next);
      }
    };
    follow(config);
    return reached;
  });
}

/** Creates a function that finds the configuration of a source or output file. */
function createOwners({ typescript }: OpenedProject["project"], configs: readonly ProjectConfig[]) {
  const ignoresCase = !typescript.sys.useCaseSensitiveFileNames;
  const sources = new Map<string, ProjectConfig>();
  const outputs = new Map<string, ProjectConfig>();
  for (const config of configs) {
    for (const fileName of config.parsed.fileNames.filter(isSource)) {
      sources.set(fileName, config);
      const names = typescript.getOutputFileNames(config.parsed, fileName, ignoresCase);
      for (const name of names) outputs.set(name, config);
    }
  }
  return { sources, outputs };
}

/** An import into another project. */
interface Crossing {
  readonly owner: ProjectConfig;
  /** `src/main.ts:3` */
  readonly place: string;
}

/**
 * Reports imports between projects without a reference, when a contract could be affected.
 *
 * @param opened - The project.
 * @param hasContract - Whether a file has a contract.
 */
export function examineReferences(
  { project, configs }: OpenedProject,
  hasContract: (fileName: string) => boolean,
): Finding[] {
  const { typescript, files, cwd } = project;
  if (!configs.some(({ parsed }) => parsed.projectReferences?.length)) return [];
  const seenFrom = createReachable(typescript, configs, false);
  const referencedFrom = createReachable(typescript, configs, true);
  const isContracted = memoize(({ parsed }: ProjectConfig) => parsed.fileNames.filter(isSource).some(hasContract));
  const reachesContract = (config: ProjectConfig) => [config, ...referencedFrom(config)].some(isContracted);
  // Without contracts, no guard can be outdated.
  if (!configs.some(isContracted)) return [];
  const { sources, outputs } = createOwners(project, configs);

  /** The project of a file. The sources of a referenced project stand for its output. */
  const ownerOf = (config: ProjectConfig, fileName: string): ProjectConfig | undefined => {
    const source = sources.get(fileName);
    return outputs.get(fileName) ?? (source && referencedFrom(config).has(source) ? source : undefined);
  };

  const crossingsOf = (config: ProjectConfig): Crossing[] => {
    const { options, fileNames } = config.parsed;
    const cache = typescript.createModuleResolutionCache(cwd, (name) => name, options);
    const own = fileNames.filter(isSource);
    return own.flatMap((fileName) => {
      const text = files.read(fileName) ?? "";
      const mode = typescript.getImpliedNodeFormatForFile(
        fileName,
        cache.getPackageJsonInfoCache(),
        files.system,
        options,
      );
      return typescript.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName: specifier, pos }) => {
        const { resolvedModule } = typescript.resolveModuleName(
          specifier,
          fileName,
          options,
          files.system,
          cache,
          undefined,
          mode,
        );
        const owner = resolvedModule && ownerOf(config, resolvedModule.resolvedFileName);
        if (!owner || owner === config || seenFrom(config).has(owner) || !reachesContract(owner)) return [];
        return { owner, place: `${showIn(cwd, fileName)}:${text.slice(0, pos).split("\n").length}` };
      });
    });
  };

  return configs.flatMap((config) => {
    const name = showIn(cwd, config.fileName);
    const byOwner = new Map<ProjectConfig, string>();
    for (const { owner, place } of isSolution(config) ? [] : crossingsOf(config)) {
      if (!byOwner.has(owner)) byOwner.set(owner, place);
    }
    return [...byOwner].map(([owner, place]) => {
      const folder = path.posix.relative(path.posix.dirname(config.fileName), path.posix.dirname(owner.fileName));
      const isPlain = path.posix.basename(owner.fileName) === "tsconfig.json";
      const reference = JSON.stringify({ path: isPlain ? folder : `${folder}/${path.posix.basename(owner.fileName)}` });
      return advice(
        `${place} imports from ${showIn(cwd, owner.fileName)}, to which no reference of ${name} leads: tspc -b may not see that a contract there changes`,
        `add ${reference} to "references" in ${name}`,
      );
    });
  });
}
