/**
 * The lists of modules that imported a module before its contract restricted that: they only shrink.
 *
 * @module
 */

import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { identityKey } from "../analysis/memory.js";
import type { CheckedAlternative, ContractedModule, LegacyModule, ModuleIdentity } from "../analysis/model.js";
import { joinPath } from "../analysis/paths.js";
import type { Manifest } from "../discover/identity.js";
import { judgeImporter } from "./admission.js";
import type { GuardedImport } from "./imports.js";

/** What is known about a program. */
interface Findings {
  readonly context: Context;
  emitted(): readonly ts.SourceFile[];
  identityOf(file: ts.SourceFile): ModuleIdentity;
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  packageOf(manifest: Manifest): Manifest;
}

/** Why a module need not be listed, in words; `undefined` when it must be, or when this program cannot tell. */
export type Needlessness = "there is no such file" | "it does not import this module" | "it is admitted anyway";

/** The listed modules of a contract, each once: unions of variables are multiplied out. */
export function legacyOf(alternatives: readonly CheckedAlternative[]): readonly LegacyModule[] {
  const all = alternatives.flatMap(({ importer }) => importer?.legacy ?? []);
  return [...new Map(all.map((each) => [identityKey({ ...each, package: each.package ?? "\0" }), each])).values()];
}

/**
 * Finds the listed modules of a contract that need not be listed any more. A file of the package that is not of this
 * program may import the module in another one, so it is only asked to be there.
 *
 * @param findings - The program.
 * @param module - The contracted module.
 * @param alternatives - Its contract.
 */
export function findNeedless(
  { context, emitted, identityOf, importsOf, manifestOf, packageOf }: Findings,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
): readonly (readonly [LegacyModule, Needlessness])[] {
  const listed = legacyOf(alternatives);
  if (!listed.length) return [];
  const files = new Map(emitted().map((file) => [identityKey(identityOf(file)), file]));
  const manifest = manifestOf(module.comment.file);
  const folder = manifest && packageOf(manifest).folder;
  const judge = (each: LegacyModule): Needlessness | undefined => {
    const identity = { package: each.package ?? module.package, module: each.module };
    const file = files.get(identityKey(identity));
    if (!file) {
      const isOwn = folder !== undefined && identity.package === module.package;
      const isThere = !isOwn || context.host.fileExists(joinPath(folder, each.module));
      return isThere ? undefined : "there is no such file";
    }
    if (!importsOf(file).some(({ target }) => target === module)) return "it does not import this module";
    const refusal = judgeImporter(context, module, alternatives, identity, file, "ignored");
    return refusal ? undefined : "it is admitted anyway";
  };
  return listed.flatMap((each) => {
    const reason = judge(each);
    return reason ? [[each, reason] as const] : [];
  });
}

/** Reports the listed modules of a contract that need not be listed any more, each at its place in the list. */
export function checkLegacy(
  findings: Findings,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
): void {
  for (const [{ module: name, span }, reason] of findNeedless(findings, module, alternatives))
    findings.context.report("needlessLegacy", span, name, reason);
}
