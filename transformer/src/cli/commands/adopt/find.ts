/**
 * Who imports a contracted module and is refused, and who is listed and need not be: as builds judge it.
 *
 * @module
 */
import type ts from "typescript";
import { identityKey } from "../../../analysis/memory.js";
import type {
  CheckedAlternative,
  CheckedImporter,
  ContractedModule,
  LegacyModule,
  ModuleIdentity,
} from "../../../analysis/model.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isPublished } from "../../../discover/modules.js";
import { judgeImporter } from "../../../link/admission.js";
import { findNeedless, legacyOf } from "../../../link/legacy.js";
import { openProject } from "../../../service/project.js";
import { createSnapshot, rememberNothing } from "../../../service/snapshot.js";

/** A contract with an `importer`, and how it stands with those who import its module. */
export interface Restricted {
  readonly module: ContractedModule;
  readonly file: ts.SourceFile;
  /** Of each alternative. */
  readonly importers: readonly (CheckedImporter | undefined)[];
  /** The contract was published by a package, or made by a build. */
  readonly isMade: boolean;
  /** Those that are refused, by their keys. */
  readonly refused: Map<string, ModuleIdentity>;
  /** Those that are listed, and those of them that are needed in no project. */
  readonly listed: Map<string, ModuleIdentity>;
  readonly needless: Set<string>;
}

/** What projects say together. */
export interface Found {
  readonly restricted: readonly Restricted[];
  /** Contracts that admit everybody. */
  readonly unrestricted: readonly ContractedModule[];
  /** Contracts with errors, with the first of them. */
  readonly broken: readonly { readonly module: ContractedModule; readonly message: string }[];
}

const placeOf = ({ comment, declaredIn, module }: ContractedModule) =>
  JSON.stringify([comment.file.fileName, declaredIn === undefined ? "" : module]);

/** Numbers of messages that this command is there to settle. */
const SETTLED = new Set([87301, 87302, 87303, 87541]);

const importersOf = (alternatives: readonly CheckedAlternative[]) => alternatives.map(({ importer }) => importer);

/**
 * Looks at projects.
 *
 * @param typescript - The compiler.
 * @param system - Reads files.
 * @param configs - Their tsconfig.json files.
 */
export function findRefused(typescript: TypeScript, system: ts.System, configs: readonly string[]): Found {
  const restricted = new Map<string, Restricted>();
  const needed = new Set<string>();
  const unrestricted = new Map<string, ContractedModule>();
  const broken = new Map<string, Found["broken"][number]>();
  for (const tsconfig of configs) {
    const project = openProject(typescript, system, tsconfig);
    // The sources of referenced projects in the place of their declarations: nothing has to be built.
    const host = Object.assign(project.host, { useSourceOfProjectReferenceRedirect: () => true });
    const program = typescript.createLanguageService(host, project.registry).getProgram()!;
    const snapshot = createSnapshot(typescript, program, project, rememberNothing(typescript, project));
    const { analysis } = snapshot;
    const { context, identityOf } = analysis;
    for (const module of analysis.modules.all) {
      const key = placeOf(module);
      const { alternatives } = analysis.contractOf(module);
      const { file } = module.comment;
      const isMade = isPublished(module) || program.isSourceFileFromExternalLibrary(file);
      const mistake = isMade ? undefined : analysis.contractDiagnosticsOf(file).find(({ code }) => !SETTLED.has(code));
      if (!alternatives || mistake) {
        const message = mistake ? typescript.flattenDiagnosticMessageText(mistake.messageText, " ") : "";
        broken.set(key, { module, message });
      } else if (!alternatives.every(({ importer }) => importer)) unrestricted.set(key, module);
      else {
        const known = restricted.get(key);
        const found: Restricted = known ?? {
          ...{ module, file, isMade, importers: importersOf(alternatives) },
          ...{ refused: new Map(), listed: new Map(), needless: new Set() },
        };
        restricted.set(key, found);
        const identityOfListed = (each: LegacyModule): ModuleIdentity => ({
          package: each.package ?? module.package,
          module: each.module,
        });
        for (const each of legacyOf(alternatives)) {
          const identity = identityOfListed(each);
          found.listed.set(identityKey(identity), identity);
        }
        for (const [each] of findNeedless(analysis, module, alternatives)) {
          found.needless.add(identityKey(identityOfListed(each)));
        }
      }
    }
    for (const file of analysis.emitted()) {
      const imports = analysis.importsOf(file).filter(({ target }) => restricted.has(placeOf(target)));
      if (!imports.length) continue;
      const isKept = snapshot.keeperOf(file);
      const identity = identityOf(file);
      for (const guarded of imports) {
        const { target } = guarded;
        const found = restricted.get(placeOf(target))!;
        const { alternatives = [] } = analysis.contractOf(target);
        if (judgeImporter(context, target, alternatives, identity, file, "ignored")) {
          needed.add(placeOf(target) + identityKey(identity));
          if (isKept(guarded) && judgeImporter(context, target, alternatives, identity, file))
            found.refused.set(identityKey(identity), identity);
        }
      }
    }
  }
  // What one project does not import, another one may.
  for (const [key, { needless }] of restricted)
    for (const identity of needless) if (needed.has(key + identity)) needless.delete(identity);
  return {
    restricted: [...restricted.values()],
    unrestricted: [...unrestricted.values()],
    broken: [...broken.values()],
  };
}
