/**
 * What the tests of `importspy verify` bundle.
 *
 * @module
 */
import { createBuilt } from "./built.ts";
import { bundleWithWebpack, type Job } from "./bundles.ts";
import type { Files, Project } from "./project.ts";

/** A contract with a validator of each kind. */
const CONTRACT = `@importspy {
 *   os: "linux" | "darwin" | "win32";
 *   runtime: { node: ">=20" } | { bun: true };
 *   env: {
 *     TOKEN: Secret; PORT?: number & Maximum<65535>; ID?: bigint & Type<"uint64">; RATIO?: number & MultipleOf<0.01>;
 *     LEVEL?: "low" | "high"; URL?: string & Format<"uri">; DAY?: string & Format<"date"> | "never"; NAME?: \`a-\${number}\`;
 *     CODE?: string & Pattern<"^\\\\p{L}+$"> & MinLength<3>; FLAG?: boolean;
 *   };
 *   packages: { tiny: Package<"^1", { tiny: number }> };
 *   importer: { module: \`src/\${string}.ts\`; package: "app" };
 * } Ask in #payments.`;

/** Two contracted modules, and two programs that import them. */
export const SOURCES = {
  "node_modules/tiny/package.json":
    '{ "name": "tiny", "version": "1.2.3", "main": "index.js", "exports": { "import": "./index.mjs", "default": "./index.js" } }',
  "node_modules/tiny/index.js": 'console.log("tiny: evaluated"); exports.tiny = 1;\n',
  "node_modules/tiny/index.mjs": 'console.log("tiny: evaluated");\nexport const tiny = 1;\n',
  "node_modules/tiny/index.d.ts": "export declare const tiny: number;\n",
  "src/payments.ts": `/**\n * ${CONTRACT}\n */
import { database } from "./database.js";
console.log("payments: evaluated");
export const pay = () => \`paid through \${database()}\`;
export function refund(cents: number) { return \`refunded \${cents}\`; }
`,
  "src/database.ts": `import { tiny } from "tiny";
console.log("database: evaluated");
export const database = () => \`database \${tiny}\`;
`,
  "src/bill.ts": `import { type Default, env, type MinLength } from "importspy";
/** @importspy */
export type Contract = {
  env: {
    BILL: string & MinLength<3>; PORT: number & Default<3000>; "ODD-NAME"?: bigint; LEVEL?: "low" | "high"; FLAG?: boolean;
    MODE: "a" | number;
  };
} | { runtime: { node: ">=20" } };
console.log("bill: evaluated");
export const { BILL } = env<Contract>();
export const bill = 2;
`,
  "src/main.ts": `import { pay, refund } from "./payments.js";
import { bill } from "./bill.js";
console.log("main: evaluated", pay(), refund(3), bill);
`,
  "src/lazy.ts": `import { bill } from "./bill.js";
console.log("lazy: evaluated", bill);
import("./payments.js").then(({ pay }) => console.log(pay()), () => process.exit(1));
`,
};

/** Builds the sources of a package of a type. */
export function createPackage(type: "module" | "commonjs", sources: Files): Promise<Project> {
  const dependencies = { importspy: "0.1.0", tiny: "^1" };
  return createBuilt({
    ...sources,
    "package.json": JSON.stringify({ name: "app", version: "1.0.0", type, dependencies }),
  });
}

export const MAIN: Job = { entries: ["main"], format: "esm" };

/** webpack with numbered modules. */
export const numbered = bundleWithWebpack({ optimization: { concatenateModules: false } });
