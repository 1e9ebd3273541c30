import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { PipelineInput } from "../analysis/input.js";
import { memoize, once } from "../analysis/memoize.js";
import type { ContractComment, ModuleIdentity } from "../analysis/model.js";
import { isEmitted, projectFolderOf, referencedSourceOf } from "../compiler/compiler.js";
import { mappedSourceOf } from "../compiler/declarationMaps.js";
import { createCommentFinder } from "./cache.js";
import { createManifestFinder, findPackage, identify, type Manifest, type ManifestFinder } from "./identity.js";
import { type ContractedModules, findContractedModules } from "./modules.js";

/** What is found without a type: the contract comments of a program, its modules, and who each file is. */
export interface Discovery {
  readonly modules: ContractedModules;
  /** The contract comments of a file. */
  commentsOf(file: ts.SourceFile): readonly ContractComment[];
  identityOf(file: ts.SourceFile): ModuleIdentity;
  /** The same for messages: of a declaration file, that of its source, where its map tells it. */
  namedAs(file: ts.SourceFile): ModuleIdentity;
  /** What to call a file that is not of the program: with its package. */
  placeOf(fileName: string): string;
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  /** The package.json with a name above one without. */
  packageOf(manifest: Manifest): Manifest;
  /** The package.json files above the files that a build turns into JavaScript. */
  manifests(): ReadonlySet<Manifest | undefined>;
  /** Finds package.json files. */
  readonly findManifest: ManifestFinder;
  /** The files that a build turns into JavaScript. */
  emitted(): readonly ts.SourceFile[];
}

/**
 * Finds the contract comments of a program and the modules that they make contracted.
 *
 * @param context - The program.
 * @param input - What the host remembers of the programs before.
 */
export function discover(context: Context, input: PipelineInput): Discovery {
  const { ts, program, host } = context;
  const findManifest = input.findManifest ?? createManifestFinder(host);
  const sourceOf = (file: ts.SourceFile) =>
    referencedSourceOf(program, file) ?? input.nameOf?.(file.fileName) ?? file.fileName;
  const identityOf = memoize((file: ts.SourceFile) => identify(sourceOf(file), findManifest, projectFolderOf(program)));
  const namedAs = memoize((file: ts.SourceFile) => {
    const source = referencedSourceOf(program, file) ?? mappedSourceOf(host, file);
    return source === undefined ? identityOf(file) : identify(source, findManifest, projectFolderOf(program));
  });
  const findComments = createCommentFinder(ts, input.comments ?? new WeakMap());
  const manifestOf = (file: ts.SourceFile) => findManifest(file.fileName);
  const emitted = once(() => program.getSourceFiles().filter((file) => isEmitted(program, file)));
  return {
    modules: findContractedModules(context, findComments, identityOf, (file) =>
      findPackage(sourceOf(file), findManifest),
    ),
    commentsOf: (file) => findComments(file).comments,
    identityOf,
    namedAs,
    placeOf: (fileName) => {
      const { package: name, module } = identify(fileName, findManifest, projectFolderOf(program));
      return name ? `${module} of ${name}` : module;
    },
    manifestOf,
    packageOf: (manifest) => findPackage(manifest.fileName, findManifest) ?? manifest,
    manifests: once(() => new Set(emitted().map(manifestOf))),
    findManifest,
    emitted,
  };
}
