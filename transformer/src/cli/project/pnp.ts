import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { memoize } from "../../analysis/memoize.js";
import { loadCompiler } from "../compiler.js";
import { isRecord } from "./manifest.js";

/**
 * Yarn Plug'n'Play: packages are in archives, and `.pnp.cjs` lists which package may load which. The file is parsed,
 * not run, so that doctor works even if Node.js was started without it.
 */
interface PnpPackage {
  /** Relative to the folder of `.pnp.cjs`. */
  readonly packageLocation: string;
  readonly packageDependencies: readonly (readonly [name: string, reference: string | readonly string[] | null])[];
}
type Registry = readonly (readonly [
  name: string | null,
  versions: readonly (readonly [reference: string | null, found: PnpPackage])[],
])[];

interface Pnp {
  readonly folder: string;
  readonly registry: Registry;
}

/** The data in `.pnp.cjs`: a JSON string since Yarn 4, an object literal before. */
function findState(text: string): string | undefined {
  const typescript = loadCompiler();
  const file = typescript.createSourceFile(".pnp.cjs", text, typescript.ScriptTarget.Latest);
  const visit = (node: ts.Node): string | undefined => {
    if (typescript.isStringLiteral(node) && node.text.includes('"packageRegistryData"')) return node.text;
    if (typescript.isObjectLiteralExpression(node)) {
      const names = node.properties.map(({ name }) => name && typescript.isStringLiteral(name) && name.text);
      if (names.includes("packageRegistryData")) return node.getText(file);
    }
    return typescript.forEachChild(node, visit);
  };
  return visit(file);
}

function registryOf(state: string): Registry {
  const data: unknown = JSON.parse(state);
  return isRecord(data) && Array.isArray(data.packageRegistryData) ? (data.packageRegistryData as Registry) : [];
}

const readPnp = memoize((folder: string): Pnp | undefined => {
  const script = path.join(folder, ".pnp.cjs");
  if (!existsSync(script)) {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : readPnp(parent);
  }
  const data = path.join(folder, ".pnp.data.json");
  const state = existsSync(data) ? readFileSync(data, "utf8") : findState(readFileSync(script, "utf8"));
  return state === undefined ? undefined : { folder, registry: registryOf(state) };
});

/** An installed package according to Plug'n'Play. */
export interface PnpInstalled {
  readonly name: string;
  /** Its folder, often inside an archive. */
  readonly folder: string;
  readonly version: string;
}

/** `npm:6.0.3`, `virtual:…#npm:6.0.3`, `patch:typescript@npm%3A6.0.3#…`, `file:…/a-1.0.0.tgz` → the version */
function versionOf(reference: string): string {
  const text = decodeURIComponent(reference);
  const [version] = [...text.matchAll(/\bnpm:(?:@?[^@#\s]+@)?(\d[^#:&\s]*)|-(\d+\.\d+\.\d+[^/#:]*)\.tgz/g)].slice(-1);
  return version?.[1] ?? version?.[2] ?? "of an unknown version";
}

/**
 * Finds a package in a Yarn Plug'n'Play installation.
 *
 * @param name - The package.
 * @param from - The folder that would load it.
 */
export function findPnpPackage(name: string, from: string): PnpInstalled | undefined {
  const pnp = readPnp(path.resolve(from));
  if (!pnp) return undefined;
  const { folder, registry } = pnp;
  const packages = registry.flatMap(([owner, versions]) =>
    versions.map(([reference, found]) => ({
      owner,
      reference,
      location: path.resolve(folder, found.packageLocation),
      dependencies: found.packageDependencies,
    })),
  );
  const isIn = (location: string) => from === location || from.startsWith(location + path.sep);
  const [importer] = packages
    .filter(({ location }) => isIn(location))
    .sort((a, b) => b.location.length - a.location.length);
  const wanted = importer?.dependencies.find(([dependency]) => dependency === name)?.[1];
  if (!wanted) return undefined;
  // `["@typescript/typescript6", "npm:6.0.2"]`: an alias.
  const [owner, reference] = typeof wanted === "string" ? [name, wanted] : [wanted[0]!, wanted[1]!];
  const found = packages.find((each) => each.owner === owner && each.reference === reference);
  return found && { name: owner, folder: found.location, version: versionOf(reference) };
}
