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

/** What is found without types: contract comments, contracted modules, and the identity of each file. */
export interface Discovery {
  readonly modules: ContractedModules;
  commentsOf(file: ts.SourceFile): readonly ContractComment[];
  identityOf(file: ts.SourceFile): ModuleIdentity;
  /**
   * The identity to show in messages. For a declaration file, it is that of its source, if a declaration map names it.
   */
  namedAs(file: ts.SourceFile): ModuleIdentity;
  /** The name to show for a file that is not in the program, with its package. */
  placeOf(fileName: string): string;
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  /** The package.json that names the package: this one, or one above it when this one has no name. */
  packageOf(manifest: Manifest): Manifest;
  /** The package.json files above the files that the build emits. */
  manifests(): ReadonlySet<Manifest | undefined>;
  readonly findManifest: ManifestFinder;
  /** The files that the build emits. */
  emitted(): readonly ts.SourceFile[];
}

/**
 * Finds the contract comments of a program and the modules that have a contract.
 *
 * @param context - The program.
 * @param input - What the host kept from earlier programs.
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
