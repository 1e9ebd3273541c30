/**
 * Synthetic projects: files of 40 to 80 lines with interfaces, functions and a class, each importing three to five
 * others. Deterministic, so that two benches compare.
 *
 * @module
 */
import path from "node:path";
import type { Files } from "../src/project.ts";

/** What a synthetic project consists of. */
export interface Shape {
  readonly files: number;
  readonly contracts: number;
  /** Number of files that import one of the contracted modules. */
  readonly importers: number;
  /** The contracts say who may import: by the path of the importing module, or by what it exports. */
  readonly restrictImporter?: "module" | "exports";
}

/** Numbers that look random and are always the same. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function fileName(index: number): string {
  return `src/area${Math.floor(index / 50)}/module${index}.ts`;
}

function specifier(from: number, to: number): string {
  const relative = path.posix.relative(path.posix.dirname(fileName(from)), fileName(to)).replace(/\.ts$/, ".js");
  return relative.startsWith(".") ? relative : `./${relative}`;
}

const RESTRICTIONS = {
  module: "module: `src/area${number}/module${number}.ts`",
  exports: "exports: { readonly area: string; scale?(factor: number): number }",
};

function contractComment(index: number, restrictImporter: Shape["restrictImporter"]): string {
  const importer = restrictImporter ? `\n *   importer: { ${RESTRICTIONS[restrictImporter]} };` : "";
  return `/**
 * Module ${index} needs its surroundings.
 *
 * @importspy {
 *   os: "linux" | "darwin" | "win32";
 *   runtime: { node: ">=20" };
 *   env: {
 *     SERVICE_${index}_URL: string & Format<"uri">;
 *     SERVICE_${index}_PORT?: number & Type<"uint32"> & Maximum<65535>;
 *     LOG_LEVEL?: "debug" | "info" | "warn";
 *   };${importer}
 * } Ask the owners of area ${Math.floor(index / 50)}.
 */
`;
}

function moduleText(
  index: number,
  imports: readonly number[],
  head: string,
  random: (below: number) => number,
): string {
  const importLines = imports.map(
    (to) => `import { create${to}, type Record${to}, Store${to} } from "${specifier(index, to)}";`,
  );
  const uses = imports.map((to) => `  const other${to}: Record${to} = create${to}(\`\${id}.${to}\`);`);
  const sums = imports.map((to) => `other${to}.amount + new Store${to}([other${to}]).total()`);
  const functions = Array.from(
    { length: random(4) },
    (_, number) => `
/** Scales a record, rule ${number}. */
export function scale${index}_${number}(record: Record${index}, factor: number): Record${index} {
  const amount = record.amount * factor + ${random(100)};
  if (!Number.isFinite(amount)) throw new RangeError(\`\${record.id} cannot be scaled by \${factor}\`);
  return { ...record, amount, tags: record.tags.filter((tag) => tag.length > ${random(5)}) };
}
`,
  );
  return `${head}${importLines.join("\n")}

/** What module ${index} keeps. */
export interface Record${index} {
  readonly id: string;
  readonly amount: number;
  readonly tags: readonly string[];
  readonly kind: "open" | "paid" | "void";
}

export type Summary${index} = Pick<Record${index}, "id" | "amount"> & { readonly count: number };

export function create${index}(id: string, amount = ${random(1000)}): Record${index} {
  return { id, amount, tags: [id.slice(0, 3), "module${index}"], kind: amount > 500 ? "paid" : "open" };
}
${functions.join("")}
export class Store${index} {
  readonly #records = new Map<string, Record${index}>();

  constructor(records: Iterable<Record${index}> = []) {
    for (const record of records) this.#records.set(record.id, record);
  }

  add(record: Record${index}): this {
    this.#records.set(record.id, record);
    return this;
  }

  total(): number {
    return [...this.#records.values()].reduce((sum, { amount }) => sum + amount, 0);
  }

  summary(id: string): Summary${index} | undefined {
    const record = this.#records.get(id);
    return record && { id: record.id, amount: record.amount, count: this.#records.size };
  }
}

export function combine${index}(id: string): number {
${uses.join("\n")}
  return ${["0", ...sums].join(" + ")};
}
`;
}

/** An environment in which the contracts hold. */
export function environmentOf({ contracts }: Shape): Readonly<Record<string, string>> {
  const names = Array.from({ length: contracts }, (_, index) => `SERVICE_${index}_URL`);
  return Object.fromEntries(names.map((name) => [name, "postgres://localhost/service"]));
}

/**
 * Makes the sources of a project.
 *
 * Contracted modules come first, plain modules behind them; the importers are spread evenly over the plain ones.
 */
export function createSources({ files, contracts, importers, restrictImporter }: Shape): Files {
  const random = createRandom(files);
  const plain = files - contracts;
  const sources: Record<string, string> = {};
  for (let index = 0; index < files; index++) {
    const position = index - contracts;
    const isImporter =
      position >= 0 && Math.floor((position * importers) / plain) !== Math.floor(((position + 1) * importers) / plain);
    const available = Math.max(0, position);
    const imports = new Set<number>();
    const wanted = Math.min(3 + random(3), available);
    while (imports.size < wanted) imports.add(contracts + random(available));
    if (isImporter) imports.add(random(contracts));
    const head = position < 0 ? contractComment(index, restrictImporter) : "";
    const text = moduleText(
      index,
      [...imports].sort((a, b) => a - b),
      head,
      random,
    );
    const exported = restrictImporter === "exports" ? `\nexport const area = "area${Math.floor(index / 50)}";\n` : "";
    sources[fileName(index)] = text + exported;
  }
  return sources;
}
