/**
 * Solutions made by chance: projects that reference each other, rightly or not, with contracts in some of their modules,
 * and edits of them.
 *
 * @module
 */
import { symlink } from "node:fs/promises";
import { createProject, type Files, type Project } from "./project.ts";
import { GLOBALS } from "./solution.ts";

/** Numbers by chance, the same for the same seed (mulberry32). */
export function createChance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    is: (probability: number) => next() < probability,
    one: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!,
  };
}

export type Chance = ReturnType<typeof createChance>;

type Contract =
  | { readonly kind: "env"; readonly level: string }
  | { readonly kind: "ambient"; readonly level: string }
  | { readonly kind: "importer"; readonly name: string }
  | { readonly kind: "level" | "name" | "shape"; readonly far: Module }
  | { readonly kind: "broken" };

/** The types that each module declares, for contracts elsewhere. */
const FAR_TYPES = { level: "Level", name: "Name", shape: "Shape" } as const;

/** A source of a project. Modules are named by their project and a letter: `p0a`. */
interface Module {
  readonly project: PackageProject;
  readonly letter: string;
  readonly imports: readonly Module[];
  readonly reexports: Module[];
  /** Whether it imports the package that ambient contracts are about. */
  readonly importsPackage: boolean;
  contract: Contract | undefined;
  /** Which of its types it declares. */
  variant: number;
  comment: number;
}

interface PackageProject {
  readonly name: string;
  /** Names of projects; those with `box` have no files of their own. */
  readonly references: readonly string[];
  /** Projects that are referenced, in however many steps. */
  readonly reached: ReadonlySet<PackageProject>;
  readonly modules: Module[];
  manifest: number;
}

/** A solution, as it is now. */
export interface Graph {
  /** Packages that import each other by name, or folders of one package that do so by path. */
  readonly layout: "packages" | "folders";
  readonly projects: readonly PackageProject[];
  readonly boxes: ReadonlyMap<string, string>;
}

const nameOf = ({ project, letter }: Module) => project.name + letter;

function specifierOf(layout: Graph["layout"], from: Module, { project, letter }: Module): string {
  if (from.project === project) return `./${letter}.js`;
  return layout === "packages" ? `${project.name}/${letter}.js` : `../${project.name}/${letter}.js`;
}

/** The type that admits a project: its package's name, or the paths of its files. */
const admitted = (layout: Graph["layout"], name: string) =>
  layout === "packages" ? JSON.stringify(name) : `\`${name}/\${string}\``;

function contractText(layout: Graph["layout"], contract: Contract | undefined): string {
  if (!contract) return "";
  const importer = (type: string) => (layout === "packages" ? `package: ${type}` : `package: "app"; module: ${type}`);
  const typeOf = () => {
    if (contract.kind === "env" || contract.kind === "ambient")
      return `{ env: { LOG: ${JSON.stringify(contract.level)} } }`;
    if (contract.kind === "importer") return `{ importer: { ${importer(admitted(layout, contract.name))} } }`;
    if (contract.kind === "broken") return "{ environment: { LOG: string } }";
    const far = `${FAR_TYPES[contract.kind]}_${nameOf(contract.far)}`;
    if (contract.kind === "level") return `{ env: { LOG: ${far} } }`;
    return contract.kind === "name" ? `{ importer: { ${importer(far)} } }` : `{ importer: { exports: ${far} } }`;
  };
  return `/** @importspy ${typeOf()} A note. */`;
}

function textOf(layout: Graph["layout"], module: Module): string {
  const { contract, variant, imports, reexports, comment } = module;
  const name = nameOf(module);
  const from = (each: Module) => `from ${JSON.stringify(specifierOf(layout, module, each))}`;
  const far = contract && "far" in contract && contract.far !== module ? contract : undefined;
  const lines = [
    contract?.kind === "ambient" ? "" : contractText(layout, contract),
    module.importsPackage ? `import "pg";` : "",
    far ? `import type { ${FAR_TYPES[far.kind]}_${nameOf(far.far)} } ${from(far.far)};` : "",
    ...imports.map((each) => `import { ${nameOf(each)} } ${from(each)};`),
    ...reexports.map((each) => `export * ${from(each)};`),
    `export const ${name}: number = 1;`,
    `export type Level_${name} = "debug" | "level-${variant}";`,
    `export type Name_${name} = ${admitted(layout, "p1")} | ${admitted(layout, `p${variant % 5}`)};`,
    `export interface Shape_${name} { p${variant % 5}a: number }`,
    `// ${comment}`,
    ...(contract?.kind === "ambient" ? [contractText(layout, contract), `declare module "pg" {}`] : []),
    `export const sum_${name}: unknown = [${imports.map(nameOf).join(", ")}];`,
  ];
  return `${lines.filter(Boolean).join("\n")}\n`;
}

function manifestOf({ name, manifest }: PackageProject): string {
  return JSON.stringify({
    name: manifest ? `${name}-renamed-${manifest}` : name,
    version: "1.0.0",
    type: "module",
    exports: { "./*.js": { types: ["./out/types/*.d.ts", "./out/*.d.ts"], default: "./out/*.js" } },
  });
}

/** The sources of a solution, and its package.json files. */
export function filesOf({ layout, projects }: Graph): Files {
  return Object.fromEntries(
    projects.flatMap((project) => [
      ...(layout === "packages" ? [[`${project.name}/package.json`, manifestOf(project)] as const] : []),
      ...project.modules.map((each) => [`${project.name}/${each.letter}.ts`, textOf(layout, each)] as const),
    ]),
  );
}

/** Makes a graph of projects without contracts. */
export function createGraph(chance: Chance, layout: Graph["layout"], size = 5): Graph {
  const projects: PackageProject[] = [];
  const boxes = new Map<string, string>();
  for (let index = 0; index < size; index++) {
    const earlier = [...projects];
    const referenced = new Set<PackageProject>();
    for (let count = index && !chance.is(0.15) ? 1 + chance.below(2) : 0; count; count--)
      referenced.add(chance.one(earlier));
    const reached = new Set([...referenced].flatMap((each) => [each, ...each.reached]));
    const references = [...referenced].map(({ name }) => {
      if (!chance.is(0.15)) return name;
      boxes.set(`box-${name}`, name);
      return `box-${name}`;
    });
    const project: PackageProject = { name: `p${index}`, references, reached, modules: [], manifest: 0 };
    for (const letter of ["a", "b"]) {
      const own = project.modules.filter(() => chance.is(0.5));
      const near = [...reached].flatMap(({ modules }) => modules);
      const all = earlier.flatMap(({ modules }) => modules);
      const some = (modules: readonly Module[]) => (modules.length ? [chance.one(modules)] : []);
      const imports = new Set([...own, ...some(near), ...(layout === "packages" && chance.is(0.3) ? some(all) : [])]);
      const reexports = chance.is(0.5) ? some(near) : [];
      project.modules.push({
        project,
        letter,
        imports: [...imports],
        reexports,
        importsPackage: chance.is(0.3),
        contract: undefined,
        variant: 0,
        comment: 0,
      });
    }
    projects.push(project);
  }
  return { layout, projects, boxes };
}

function createContract(chance: Chance, module: Module): Contract {
  const far = chance.one([module, ...module.project.modules, ...[...module.project.reached].flatMap((p) => p.modules)]);
  const kinds = ["env", "importer", "level", "name", "shape", "ambient", "importer", "name", "broken"] as const;
  const kind = chance.one(kinds);
  if (kind === "env" || kind === "ambient") return { kind, level: chance.one(["debug", "info"]) };
  if (kind === "importer") return { kind, name: chance.one(["p1", "p2", "p3"]) };
  return kind === "broken" ? { kind } : { kind, far };
}

/** Changes something of a graph, and says what. */
export function edit(chance: Chance, { layout, projects }: Graph): string {
  const modules = projects.flatMap((project) => project.modules);
  // What the others reach is of more interest.
  const module = chance.one(chance.is(0.6) ? modules.slice(0, 4) : modules);
  const name = nameOf(module);
  const contracted = modules.filter(({ contract }) => contract);
  const kind = chance.one([
    ...(["contract", "contract", "contract", "remove", "far", "far"] as const),
    ...(["move", "comment", "through", "rename", "add"] as const),
  ]);
  if (kind === "remove" && contracted.length) {
    const from = chance.one(contracted);
    from.contract = undefined;
    return `remove the contract of ${nameOf(from)}`;
  }
  if (kind === "far") {
    const fars = contracted.flatMap(({ contract }) => (contract && "far" in contract ? [contract.far] : []));
    const far = fars.length ? chance.one(fars) : module;
    far.variant++;
    return `change the types of ${nameOf(far)}`;
  }
  if (kind === "move" && contracted.length) {
    const from = chance.one(contracted);
    const to = from.project.modules.filter((each) => each !== from).at(-1)!;
    [from.contract, to.contract] = [to.contract, from.contract];
    return `move the contract of ${nameOf(from)} to ${nameOf(to)}`;
  }
  if (kind === "through") {
    const near = [...module.project.reached].flatMap((each) => each.modules);
    if (module.reexports.length) module.reexports.length = 0;
    else if (near.length) module.reexports.push(chance.one(near));
    return `export other modules from ${name}`;
  }
  if (kind === "add" && module.project.modules.length === 2) {
    // Before all others, so that it becomes the first source of its project.
    const [first] = module.project.modules;
    module.project.modules.unshift({ ...first!, letter: "_", imports: [], reexports: [], contract: undefined });
    return `add a source to ${module.project.name}`;
  }
  if (kind === "rename" && layout === "packages") {
    module.project.manifest++;
    module.comment++;
    return `rename the package of ${name}`;
  }
  if (kind === "contract") {
    module.contract = createContract(chance, module);
    return `give ${name} a contract: ${contractText(layout, module.contract)}`;
  }
  module.comment++;
  return `change a comment in ${name}`;
}

/**
 * Writes a graph to a new folder.
 *
 * @param graph - As it is now.
 * @param options - Compiler options of all projects.
 */
export async function createSolution(graph: Graph, options: Record<string, unknown>): Promise<Project> {
  const config = (references: readonly string[], rest: object) =>
    JSON.stringify({ ...rest, references: references.map((each) => ({ path: `../${each}` })) });
  const optionsOf = (name: string) => ({
    composite: true,
    module: "nodenext",
    strict: true,
    rootDir: ".",
    types: [],
    noLib: true,
    plugins: [{ transform: "@importspy/transformer", transformProgram: true }],
    ...options,
    outDir: graph.layout === "packages" ? "out" : `../out/${name}`,
    ...(options.declarationDir
      ? { declarationDir: graph.layout === "packages" ? "out/types" : `../out/types/${name}` }
      : {}),
  });
  const configs = [
    ...graph.projects.map(({ name, references }) => [
      name,
      config(references, { compilerOptions: optionsOf(name), include: ["*.ts", "../globals.d.ts"] }),
    ]),
    ...[...graph.boxes].map(([box, name]) => [
      box,
      config([name], { compilerOptions: { composite: true }, files: [] }),
    ]),
  ];
  const project = await createProject({
    "globals.d.ts": GLOBALS,
    "node_modules/pg/package.json": `{ "name": "pg", "version": "8.0.0", "main": "index.js" }`,
    "node_modules/pg/index.js": "",
    "node_modules/pg/index.d.ts": "export {};\n",
    ...Object.fromEntries(configs.map(([name, text]) => [`${name}/tsconfig.json`, text])),
    ...filesOf(graph),
    "tsconfig.json": JSON.stringify({ files: [], references: graph.projects.map(({ name }) => ({ path: name })) }),
  });
  for (const { name } of graph.layout === "packages" ? graph.projects : [])
    await symlink(`../${name}`, project.at("node_modules", name), "dir");
  return project;
}
