import {
  formatImporter,
  formatType,
  type LockedContract,
  type LockedImporter,
  nameOf,
} from "importspy/dist/artifacts.cjs";

/** A contracted module in the picture. */
export interface GraphContract {
  /** Its package and path. */
  readonly name: string;
  readonly package: string;
  /** The folder of its path; `""` for the top folder. */
  readonly folder: string;
  /** The name of its file. */
  readonly title: string;
  /** Its conditions, one per line, for each alternative. */
  readonly asks: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** Whether it restricts its importers. */
  readonly isRestricted: boolean;
  /** For an external module: the file with the contract. */
  readonly declaredIn: string | undefined;
  /** The names of its importers. */
  readonly importers: readonly string[];
}

/** The contracts and importers of one folder. */
export interface GraphGroup {
  readonly package: string;
  readonly folder: string;
  readonly contracts: readonly GraphContract[];
  /** The files of this folder that import contracted modules. */
  readonly importers: readonly string[];
}

/** The number of imports from one group to another. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The data of the picture. */
export interface Graph {
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
}

/** `@a/b/src/x/y.ts` → package `@a/b`, folder `src/x`, title `y.ts` */
function splitName(name: string, packages: readonly string[]) {
  const owner = packages.find((each) => each && name.startsWith(`${each}/`)) ?? "";
  const path = owner ? name.slice(owner.length + 1) : name;
  const end = path.lastIndexOf("/");
  return { package: owner, folder: end < 0 ? "" : path.slice(0, end), title: path.slice(end + 1) };
}

/** One line per option of `importer`, and one line for all legacy modules. */
function importerLines(importer: LockedImporter): readonly string[] {
  const [options, listed] =
    "unknown" in importer
      ? [importer, 0]
      : [importer.filter(({ legacy }) => legacy === undefined), importer.filter(({ legacy }) => legacy).length];
  const list = listed ? [`${listed} legacy module${listed === 1 ? "" : "s"}`] : [];
  return [...formatImporter(options), ...list].map((text) => `importer: ${text}`);
}

function contractOf(contract: LockedContract, packages: readonly string[]): GraphContract {
  const { alternatives, declaredIn, importers } = contract;
  const name = nameOf(contract);
  const place = splitName(name, packages);
  return {
    name,
    ...(declaredIn === undefined
      ? place
      : { package: place.package, folder: "external modules", title: contract.module }),
    asks: alternatives.map(({ terms, importer }) => [
      ...terms.map(({ path, optional, type }) => `${path}${optional ? "?" : ""}: ${formatType(type)}`),
      ...(importer ? importerLines(importer) : []),
    ]),
    notes: alternatives.flatMap(({ note }) => note ?? []),
    isRestricted: alternatives.every(({ importer }) => importer !== undefined),
    declaredIn,
    importers,
  };
}

const keyOf = (place: { readonly package: string; readonly folder: string }) => `${place.package}\0${place.folder}`;

/**
 * Groups contracts and importers by folder.
 *
 * @param locked - The contracts, in the form of the lock file.
 */
export function createGraph(locked: readonly LockedContract[]): Graph {
  // Longest name first, so that a file of `@a/b` does not match `@a`.
  const packages = [...new Set(locked.map((each) => each.package))].sort((a, b) => b.length - a.length);
  const others = packages.includes("") ? [] : undefined;
  const ownersOf = (name: string) => splitName(name, [...packages, ...(others ?? guessed)]);
  // The package of an importer without contracts: the first part of its name, or two parts when it starts with `@`.
  const guessed = [
    ...new Set(
      locked.flatMap(({ importers }) => importers.flatMap((name) => /^(?:@[^/]+\/)?[^/]+(?=\/)/.exec(name)?.[0] ?? [])),
    ),
  ];
  const groups = new Map<
    string,
    { package: string; folder: string; contracts: GraphContract[]; importers: Set<string> }
  >();
  const groupOf = (place: { readonly package: string; readonly folder: string }) => {
    const key = keyOf(place);
    const group = groups.get(key) ?? {
      package: place.package,
      folder: place.folder,
      contracts: [],
      importers: new Set(),
    };
    groups.set(key, group);
    return group;
  };
  const contracts = locked.map((each) => contractOf(each, packages));
  for (const contract of contracts) groupOf(contract).contracts.push(contract);
  for (const { importers } of contracts) for (const name of importers) groupOf(ownersOf(name)).importers.add(name);
  const sorted = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const indexes = new Map(sorted.map(([key], index) => [key, index]));
  const counts = new Map<string, number>();
  for (const contract of contracts) {
    const to = indexes.get(keyOf(contract))!;
    for (const name of contract.importers) {
      const from = indexes.get(keyOf(ownersOf(name)))!;
      if (from !== to) counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
    }
  }
  const edges = [...counts].map(([ends, count]) => {
    const [from, to] = ends.split(" ").map(Number) as [number, number];
    return { from, to, count };
  });
  return {
    groups: sorted.map(([, group]) => ({ ...group, importers: [...group.importers].sort() })),
    edges: edges.sort((a, b) => a.from - b.from || a.to - b.to),
  };
}
