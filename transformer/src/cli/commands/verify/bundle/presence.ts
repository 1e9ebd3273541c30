/**
 * Whether a bundle has code of a contracted module, and loads a contracted external module.
 *
 * @module
 */
import path from "node:path";
import { isFile } from "importspy/dist/files.cjs";
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { findSpecifiers } from "../../../../compiler/specifiers.js";
import { lineOf, walk } from "../syntax.js";
import { type Atom, isBehind } from "./atoms.js";
import type { ContractCall } from "./contracts.js";
import type { Read } from "./group.js";
import { type BundleHost, externalNameOf, nameIn } from "./host.js";
import type { BuiltContract, Problem } from "./judge.js";
import { findPresence, headingsIn, mapOf } from "./traces.js";

/** Reports imports of an external module where nothing enforces its contract. Returns whether there are any. */
export function reportLoads(host: BundleHost, group: readonly string[], { module }: BuiltContract): boolean {
  let isLoaded = false;
  for (const fileName of group) {
    const specifiers = [...findSpecifiers(host.read(fileName))];
    const loaded = specifiers.find((each) => externalNameOf(host.contracts, each) === module);
    if (loaded === undefined) continue;
    isLoaded = true;
    host.add("missing", fileName, `imports ${loaded}, and does not enforce the contract of ${module}`);
  }
  return isLoaded;
}

/** Finds code of a contracted module that runs without its guard, or before the exports of packages are validated. */
export function findStray(
  host: BundleHost,
  read: Read,
  file: string,
  { key, shaped }: BuiltContract,
  calls: readonly ContractCall[],
): Problem | undefined {
  const { typescript, built, show } = host;
  const { guardOf, mayHaveGuard } = read.holdings;
  // Where the guard is cannot be told, so neither can what is behind it.
  if (calls.some((call) => !guardOf(call) && mayHaveGuard(call))) return undefined;
  const isOwn = (text: string) => built.ownerOf(text) === file && text.length > 9 && built.isOwn(text);
  const asks = calls.flatMap((call) => {
    const guard = guardOf(call);
    return guard ? read.holdings.asksOf(guard) : [];
  });
  // A sidecar of CommonJS validates them itself, before the module asks.
  const containers = new Set(asks.map(({ container }) => container));
  const shapes = shaped.length
    ? read.holdings.shapesOf(key).flatMap(({ atom }) => (atom && containers.has(atom.container) ? atom : []))
    : [];
  for (const script of read.scripts) {
    let stray: ts.Node | undefined;
    walk(typescript, script.file, (node) => {
      if (calls.some((call) => call.node === node)) return false;
      const isTrace = typescript.isStringLiteralLike(node) && isOwn(node.text);
      const isBehindOne = (atoms: readonly Atom[]) => atoms.some((atom) => isEvaluatedBehind(typescript, atom, node));
      if (isTrace && !(isBehindOne(asks) && (!shapes.length || isBehindOne(shapes)))) stray ??= node;
      return true;
    });
    if (stray) {
      const place = `${show(script.fileName)}:${lineOf(stray, script.file)}`;
      return { verdict: "missing", text: `does not guard code of its module (${place})` };
    }
  }
  return undefined;
}

/** A function declaration can be called before the statements above it run. */
function isEvaluatedBehind(typescript: TypeScript, ask: Atom, node: ts.Node): boolean {
  const declared = typescript.findAncestor(
    node,
    (each) => each === ask.reach || typescript.isFunctionDeclaration(each),
  );
  return isBehind(typescript, ask, node) && declared === ask.reach;
}

/** What in a file shows that it holds code of a contracted module. */
export function findTrace(host: BundleHost, fileName: string, file: string, contract: BuiltContract) {
  const text = host.read(fileName);
  const named = [...headingsIn(text), ...sourcesOf(host, fileName, text)];
  const isNamed = named.some((name) => isFileNamed(host, name, fileName, file, contract));
  if (isNamed) return { trace: undefined };
  const traces = host.built.tracesOf(file);
  const presence = findPresence(traces, text, host.built.isOwn);
  if (!host.listed || presence !== "unknown") return presence;
  // A manifest has the texts of a module or none. Of a file that did not change, the bundler knows what it put into it.
  return traces.authored.length || host.listed.contractsOf(fileName) ? "absent" : "unknown";
}

/** The files that a source map names. */
function sourcesOf({ read }: BundleHost, fileName: string, text: string): string[] {
  const map = mapOf(text);
  const mapName = map === undefined ? undefined : path.resolve(path.dirname(fileName), map);
  if (mapName === undefined || !isFile(mapName)) return [];
  try {
    const { sources, sourceRoot = "" } = JSON.parse(read(mapName)) as { sources?: unknown; sourceRoot?: string };
    const names = Array.isArray(sources) ? sources.filter((each) => typeof each === "string") : [];
    return names.map((name) => path.resolve(path.dirname(mapName), sourceRoot, name));
  } catch (error) {
    // A map that is not JSON names nothing.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Whether a bundler's name of a file, relative to where it ran, is that of a contracted module. */
function isFileNamed(host: BundleHost, name: string, bundle: string, file: string, contract: BuiltContract): boolean {
  const isModule = (absolute: string) => absolute === file || absolute === path.join(packageOf(file), contract.module);
  const bases = path.isAbsolute(name) ? [""] : [host.cwd, packageOf(bundle), path.dirname(bundle)];
  return bases.some((base) => isModule(path.resolve(base, name)));
}

function packageOf(file: string): string {
  let folder = path.dirname(file);
  while (!isFile(path.join(folder, "package.json")) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

/** Reports code of a contracted module that has no guard. Returns whether there is any. */
export function reportTrace(host: BundleHost, fileName: string, file: string, contract: BuiltContract): boolean {
  const presence = findTrace(host, fileName, file, contract);
  if (typeof presence === "string") return false;
  const how = presence.trace === undefined ? "" : ` (${JSON.stringify(presence.trace)})`;
  host.add(
    "missing",
    fileName,
    `holds code of ${contract.module}${how}, and does not enforce the contract of ${nameIn(contract.key)}`,
  );
  return true;
}
