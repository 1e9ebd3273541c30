/**
 * Where a build will run: what is in its chunks can be loaded there, or the build fails.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PluginContext } from "rollup";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import type { BundlerProblem } from "../bundler/errors.js";
import type { BundlerGuards, LoadedSidecar } from "../bundler/guards.js";
import { fileOf, parseSidecarId, toPath, withoutQuery } from "../bundler/ids.js";
import { definedVariables, type InlinedVariables } from "../bundler/inlined.js";
import { problemInTarget, type Target } from "../bundler/targets.js";
import { wayTo } from "../bundler/way.js";

/** The modules that import one. */
export type ImportersOf = (id: string) => readonly string[];

/** The importers of a build's modules; an entry counts as imported by nothing. */
export function builtImportersOf(context: PluginContext): ImportersOf {
  return (id) => {
    const info = context.getModuleInfo(id);
    return info && !info.isEntry ? [...info.importers, ...info.dynamicImporters] : [];
  };
}

/** The sidecar of a module with a contract, or of an importer of an external one; also a package's own. */
function sidecarFor(guards: BundlerGuards, id: string): LoadedSidecar | undefined {
  const file = fileOf(id);
  if (file === undefined) return undefined;
  if (isSidecarName(file))
    return existsSync(file) && guards.judges(id) ? { file, text: readFileSync(file, "utf8") } : undefined;
  const text = guards.hasContract(id) ? guards.sidecar(`${withoutQuery(id)}?importspy`) : undefined;
  return text === undefined ? undefined : { file, text };
}

/**
 * Finds why modules cannot be loaded where they will run, with the way that leads to each of them.
 *
 * @param build - The guards, and the folder that messages name files from.
 * @param ids - The modules.
 * @param target - Where that is.
 * @param variables - How code there reads variables.
 * @param importersOf - Who imports them.
 */
export function findProblems(
  { guards, root }: { readonly guards: BundlerGuards; readonly root: string },
  ids: readonly string[],
  target: Target,
  variables: InlinedVariables | undefined,
  importersOf: ImportersOf,
): readonly BundlerProblem[] {
  return ids.flatMap((id) => {
    const sidecar = sidecarFor(guards, id);
    if (!sidecar) return [];
    const way = () => {
      const names = wayTo(id, importersOf).map((each) => path.posix.relative(root, toPath(withoutQuery(each))));
      return [...new Set(names)];
    };
    return problemInTarget(sidecar, target, variables, way) ?? [];
  });
}

/** `process.env.X`, or nothing where no plugin replaces that: a browser has no `process`. */
const attempt = (name: string) => `(() => { try { return process.env.${name}; } catch {} })()`;

/**
 * Variables in a build of Rollup, which replaces none by itself: plugins replace texts.
 *
 * @param define - What Rolldown itself replaces.
 * @param codesOf - The sidecars that variables were read in, as plugins have made them.
 */
export function replacedVariables(
  define: Readonly<Record<string, unknown>>,
  codesOf: () => readonly string[],
): InlinedVariables {
  const defined = definedVariables(define);
  return {
    expressionOf: (name) => defined.expressionOf(name) ?? attempt(name),
    isPutIn: (name) => {
      if (defined.isPutIn(name)) return true;
      const reads = new RegExp(String.raw`\bprocess\.env\.${name}\b(?!["'])`);
      const codes = codesOf().filter((code) => code.includes(`"${name}":`));
      return codes.length > 0 && !codes.some((code) => reads.test(code));
    },
    where: "that a plugin replaces in the texts of all modules, 'process.env.NAME' by a value, or that 'define' names",
  };
}

/** The sidecars among the modules of a build. */
export function sidecarCodesOf(context: PluginContext): readonly string[] {
  return [...context.getModuleIds()].flatMap((id) => {
    const code = parseSidecarId(id) ? context.getModuleInfo(id)?.code : undefined;
    return code ?? [];
  });
}
