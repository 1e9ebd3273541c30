/**
 * Looks through what esbuild and Bun say of a finished build: each contracted module has its guard in the output, and
 * nothing that it imports is evaluated before.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import path from "node:path";
import { parseSidecarId } from "./ids.js";
import { wayTo } from "./way.js";

/** What is read of a metafile. */
export interface BundlerMetafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { path: string; kind: string; external?: boolean }[] }>
  >;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, { bytesInOutput: number }>>;
        readonly imports?: readonly { path: string; external?: boolean }[];
        readonly entryPoint?: string;
      }
    >
  >;
}

/** A module of the build that has a contract. */
export interface BuiltContract {
  /** The names of the module and of its sidecar in the metafile. */
  readonly module: string;
  readonly sidecar: string;
  /** Key of the contract. */
  readonly key: string;
}

type Inputs = BundlerMetafile["inputs"];

const STATIC = new Set(["import-statement", "require-call"]);

/** External modules that esbuild imports at the head of the files it writes: their names, by the modules that do. */
function hoistedBy(inputs: Inputs, name: string): string[] {
  const found = inputs[name]?.imports ?? [];
  return found
    .filter(({ external, kind, path: specifier }) => external && kind === "import-statement" && !isBuiltin(specifier))
    .map(({ path: specifier }) => specifier);
}

/** Modules and what they import, directly or through others. */
function reach(inputs: Inputs, from: readonly string[], isFollowed: (kind: string, name: string) => boolean) {
  const reached = new Set(from);
  for (const name of reached) {
    for (const { path: target, external, kind } of inputs[name]?.imports ?? []) {
      if (!external && isFollowed(kind, target)) reached.add(target);
    }
  }
  return [...reached];
}

/** The outputs that have code of a module. */
function outputsWith({ outputs }: BundlerMetafile, name: string): string[] {
  return Object.keys(outputs).filter((output) => (outputs[output]!.inputs[name]?.bytesInOutput ?? 0) > 0);
}

/** An external module that would be evaluated before the guard. */
export interface EarlyExternal {
  readonly contract: BuiltContract;
  readonly external: string;
  readonly importer: string;
}

/**
 * Finds what an ES module evaluates before a guard, although the contracted module imports it.
 *
 * @param metafile - What esbuild says of the build.
 * @param contracts - The contracted modules.
 * @param isSplit - Whether what is loaded by `import()` is in files of its own.
 * @param inPlace - The namespace of external modules that are loaded where they are imported.
 */
export function findEarlyExternals(
  { inputs, outputs }: BundlerMetafile,
  contracts: readonly BuiltContract[],
  isSplit: boolean,
  inPlace: string,
): EarlyExternal[] {
  const isFollowed = (kind: string) => STATIC.has(kind) || (!isSplit && kind === "dynamic-import");
  // Inputs tell of imports of types, too, which esbuild drops.
  const written = new Set(
    Object.values(outputs).flatMap(({ imports = [] }) => imports.flatMap((each) => (each.external ? each.path : []))),
  );
  const hoisted = Object.keys(inputs).flatMap((importer) =>
    hoistedBy(inputs, importer)
      .filter((external) => written.has(external))
      .map((external) => ({ external, importer })),
  );
  return contracts.flatMap((contract) => {
    const reached = new Set(reach(inputs, [contract.module], isFollowed));
    // What one file loads in its place, another may import at the head: to export all of it again.
    const isEarly = ({ external, importer }: (typeof hoisted)[number]) =>
      reached.has(importer) || reached.has(`${inPlace}:${external}`);
    return hoisted.filter(isEarly).map((each) => ({ contract, ...each }));
  });
}

/**
 * Finds contracted modules that are in the output without their guard.
 *
 * @param metafile - What esbuild says of the build.
 * @param contracts - The contracted modules.
 */
export function findUnguarded(metafile: BundlerMetafile, contracts: readonly BuiltContract[]): BuiltContract[] {
  return contracts.filter(
    ({ module, sidecar }) => outputsWith(metafile, module).length && !outputsWith(metafile, sidecar).length,
  );
}

/**
 * The way that leads to a module of a build, the entry first.
 *
 * @param metafile - What esbuild says of the build.
 * @param module - The module's name there.
 */
export function wayIn({ inputs, outputs }: BundlerMetafile, module: string): readonly string[] {
  const entries = new Set(Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []));
  const importersOf = (name: string) =>
    entries.has(name)
      ? []
      : Object.keys(inputs).filter((each) => inputs[each]!.imports.some(({ path: target }) => target === name));
  return wayTo(module, importersOf).filter((name) => !parseSidecarId(name));
}

/** The names of the modules that have code in some output. */
export function namesIn({ outputs }: BundlerMetafile): ReadonlySet<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return new Set(inputs.flatMap(([name, { bytesInOutput }]) => (bytesInOutput ? name : [])));
}

/** What the manifest says of an output. */
export interface OutputContent {
  /** Its path in the metafile. */
  readonly path: string;
  readonly contracts: readonly string[];
  readonly before: readonly string[];
}

/** The external modules that can be reached without certain modules on the way. */
function externalsWithout({ inputs, outputs }: BundlerMetafile, isLeftOut: (name: string) => boolean): string[] {
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const found = reach(inputs, entries, (_, name) => !isLeftOut(name)).flatMap((name) => inputs[name]?.imports ?? []);
  return found.flatMap(({ external, path: specifier }) => (external && !isBuiltin(specifier) ? specifier : []));
}

/**
 * The external modules that may come before the verdict on a module: they can be reached without it.
 *
 * @param metafile - What esbuild says of the build.
 * @param contracts - The contracted modules.
 * @returns Gives them by the key of a contract.
 */
export function externalsBefore(metafile: BundlerMetafile, contracts: readonly BuiltContract[]) {
  const modules = new Map(contracts.map(({ key, module }) => [key, module]));
  return (key: string): readonly string[] => {
    const module = modules.get(key);
    return module === undefined ? [] : externalsWithout(metafile, (name) => name === module);
  };
}

/**
 * Says of each JavaScript file which contracted modules are in it, and which external modules may come before.
 *
 * @param metafile - What esbuild says of the build.
 * @param contracts - The contracted modules.
 */
export function contentsOf(metafile: BundlerMetafile, contracts: readonly BuiltContract[]): OutputContent[] {
  const { outputs } = metafile;
  const modules = new Set(contracts.map(({ module }) => module));
  const before = externalsWithout(metafile, (name) => modules.has(name));
  return Object.keys(outputs)
    .filter((output) => /\.[cm]?js$/.test(path.extname(output)))
    .map((output) => {
      const own = contracts.filter(({ module }) => outputs[output]!.inputs[module]);
      return {
        path: output,
        contracts: own.map(({ key }) => key),
        before: own.length ? before : [],
      };
    });
}
