/**
 * `Legacy<…>`: the list of modules that imported a module before its contract restricted importers. A list may only
 * shrink.
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

/** The program. */
interface Findings {
  readonly context: Context;
  emitted(): readonly ts.SourceFile[];
  identityOf(file: ts.SourceFile): ModuleIdentity;
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  packageOf(manifest: Manifest): Manifest;
}

/** Why a module need not be in the list; a part of the message. */
export type Needlessness = "there is no such file" | "it does not import this module" | "it is admitted anyway";

/** The listed modules of a contract without duplicates. Each alternative of a multiplied-out union repeats the list. */
export function legacyOf(alternatives: readonly CheckedAlternative[]): readonly LegacyModule[] {
  const all = alternatives.flatMap(({ importer }) => importer?.legacy ?? []);
  return [...new Map(all.map((each) => [identityKey({ ...each, package: each.package ?? "\0" }), each])).values()];
}

/**
 * Finds the listed modules of a contract that are no longer needed. A listed file of the package outside of this
 * program may import the module in another program, so it is only checked that the file exists.
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

/** Reports the listed modules of a contract that are no longer needed, each at its place in the list. */
export function checkLegacy(
  findings: Findings,
  module: ContractedModule,
  alternatives: readonly CheckedAlternative[],
): void {
  for (const [{ module: name, span }, reason] of findNeedless(findings, module, alternatives))
    findings.context.report("needlessLegacy", span, name, reason);
}
