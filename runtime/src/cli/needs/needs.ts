import { join, sep } from "node:path";
import { type Sidecar, type SidecarContract, UnreadableSidecar } from "../../artifacts.js";
import { isFile, readText } from "../../files.js";
import type { Step } from "../commands/explain/terms.js";
import { createLocator, type FoundContract, type Unreadable } from "../sidecars/collect.js";
import { ANY_SIDECAR, packageFolderOf, portable } from "../sidecars/find.js";
import { createSidecarReader } from "../sidecars/read.js";
import { createIndex } from "./entry.js";
import { type FoundImport, findImports } from "./imports.js";
import { resolveImport } from "./resolve.js";

/** A contract that a file needs. */
export interface Need extends FoundContract {
  /** One way per importer of the module; a way without steps when the module is the file itself. */
  readonly ways: readonly (readonly Step[])[];
}

/** An import that was not followed. */
export interface NotFollowed {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** The contracts that a file needs. */
export interface Needs {
  /** The emitted file. */
  readonly file: string;
  readonly contracts: readonly Need[];
  readonly notFollowed: readonly NotFollowed[];
  readonly unreadable: readonly Unreadable[];
}

interface Edge {
  readonly from: string;
  /** The source of `from`, when only its sidecar names the import. Then `line` is a line of the source. */
  readonly source?: string | undefined;
  readonly line: number;
  readonly form: FoundImport["form"];
}

const IN_PACKAGE = `${sep}node_modules${sep}`;

/** Skips packages that do not depend on importspy, because they have no contracts. */
function createFilter(): (file: string) => boolean {
  const known = new Map<string, boolean>();
  const hasContracts = (folder: string) => {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(readText(join(folder, "package.json"))) as {
      dependencies?: object;
      peerDependencies?: object;
    };
    return Object.hasOwn({ ...dependencies, ...peerDependencies }, "importspy");
  };
  return (file) => {
    if (!file.includes(IN_PACKAGE)) return true;
    const folder = packageFolderOf(file);
    if (folder === undefined) return false;
    if (!known.has(folder)) known.set(folder, hasContracts(folder));
    return known.get(folder)!;
  };
}

/** The path of the sidecar next to an emitted file. */
const sidecarOf = (file: string) => file.replace(/\.([cm]?js)x?$/, ".importspy.$1");

/** The graph of emitted files, as far as it is known. */
interface Graph {
  /** The importers of a file; the first is on the shortest way from the entry. */
  readonly importers: Map<string, Edge[]>;
  /** The contracts of modules, by key. */
  readonly own: Map<string, { readonly contract: FoundContract; readonly file: string }>;
  /** Contracts of external modules, by key. */
  readonly provided: Map<string, FoundContract>;
  /** The imports of contracted modules that sidecars name, by key. */
  readonly announced: Map<string, Edge[]>;
  readonly notFollowed: NotFollowed[];
  readonly unreadable: Unreadable[];
}

function addTo(edges: Map<string, Edge[]>, key: string, edge: Edge): boolean {
  const all = edges.get(key);
  if (all) all.push(edge);
  else edges.set(key, [edge]);
  return !all;
}

/** Follows all imports from an entry. */
function explore(entry: string, cwd: string): Graph {
  const readSidecar = createSidecarReader();
  const locate = createLocator(cwd);
  const isOfInterest = createFilter();
  const findByKey = createIndex(entry, readSidecar);
  const graph: Graph = {
    importers: new Map([[entry, []]]),
    own: new Map(),
    provided: new Map(),
    announced: new Map(),
    notFollowed: [],
    unreadable: [],
  };
  const queue = [entry];
  const show = (file: string) => portable(cwd, file);
  const skip = ({ from, source, line }: Edge, reason: string) => {
    graph.notFollowed.push({ file: show(source ?? from), line, reason });
  };
  const reach = (file: string, edge: Edge) => {
    if (addTo(graph.importers, file, edge)) queue.push(file);
  };

  const follow = ({ specifier, line, form }: FoundImport, from: string) => {
    const edge = { from, line, form };
    if (specifier === undefined) return skip(edge, `what ${form} loads is computed`);
    if (ANY_SIDECAR.test(specifier)) return;
    const file = resolveImport(specifier, from);
    if (file === undefined) skip(edge, `${JSON.stringify(specifier)} leads to no file here`);
    else if (/\.[cm]?tsx?$/.test(file)) skip(edge, `${show(file)} is TypeScript, and not the output of a build`);
    else if (/\.[cm]?jsx?$/.test(file) && isOfInterest(file)) reach(file, edge);
  };

  const readBeside = (file: string): Sidecar | undefined => {
    const sidecar = sidecarOf(file);
    if (!isFile(sidecar)) return undefined;
    try {
      return readSidecar(sidecar);
    } catch (error) {
      if (!(error instanceof UnreadableSidecar)) throw error;
      graph.unreadable.push({ file: show(sidecar), reason: error.message });
      return undefined;
    }
  };

  const visit = (file: string) => {
    for (const each of findImports(readText(file))) follow(each, file);
    const sidecar = readBeside(file);
    if (!sidecar) return;
    const { contract, provided, moments, importer } = sidecar;
    const foundIn = (each: SidecarContract) => locate(each, sidecarOf(file));
    if (contract && !graph.own.has(contract.data.key))
      graph.own.set(contract.data.key, { contract: foundIn(contract), file });
    for (const each of provided)
      if (!graph.provided.has(each.data.key)) graph.provided.set(each.data.key, foundIn(each));
    const source = importer && join(packageFolderOf(file)!, importer.module);
    for (const [name, copy, line, flags] of moments.flat())
      addTo(graph.announced, name + copy, { from: file, source, line, form: flags & 2 ? "import()" : "import" });
  };

  /** Visits modules that only the sidecars of importers name, because Node.js cannot resolve the imports. */
  const visitAnnounced = () => {
    for (const [key, [edge]] of graph.announced) {
      if (graph.own.has(key) || graph.provided.has(key)) continue;
      const file = findByKey(key);
      if (file !== undefined && !graph.importers.has(file)) reach(file, edge!);
    }
  };

  while (queue.length) {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) visit(file);
    visitAnnounced();
  }
  for (const [key, [edge]] of graph.announced) {
    if (!graph.own.has(key) && !graph.provided.has(key))
      skip(edge!, `the contract of ${key.replace(/#\w+$/, "")} is in no output here`);
  }
  return graph;
}

/**
 * Follows imports from an emitted file and collects the contracts on the way. No module is loaded.
 *
 * @param entry - The emitted file.
 * @param cwd - The folder for the paths in the result.
 */
export function findNeeds(entry: string, cwd: string): Needs {
  const { importers, own, provided, announced, notFollowed, unreadable } = explore(entry, cwd);
  const show = (file: string) => portable(cwd, file);
  const wayBy = (last: Edge): Step[] => {
    const steps: Step[] = [];
    for (
      let edge: Edge | undefined = last;
      edge;
      edge = edge.from === entry ? undefined : importers.get(edge.from)![0]
    ) {
      steps.unshift({ file: show(edge.source ?? edge.from), line: edge.line, form: edge.form });
    }
    return steps;
  };
  /** One way per importing file. */
  const waysBy = (edges: readonly Edge[]) => [...new Map(edges.map((edge) => [edge.from, edge])).values()].map(wayBy);
  const contracts = [
    ...[...own.values()].map(({ contract, file }) => ({
      ...contract,
      ways: file === entry ? [[]] : waysBy(importers.get(file)!),
    })),
    ...[...provided].map(([key, contract]) => ({ ...contract, ways: waysBy(announced.get(key) ?? []) })),
  ];
  return { file: show(entry), contracts, notFollowed, unreadable };
}
