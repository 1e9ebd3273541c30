import { createHash } from "node:crypto";
import { createProject, type Files, type Finished, type Project, type RunOptions } from "../project.ts";

/** Contracts of every kind, and an application that leaves a trace when any of it is evaluated. */
const FILES: Files = {
  "package.json": JSON.stringify({
    name: "shop",
    version: "1.0.0",
    type: "module",
    engines: { node: ">=20.11" },
    dependencies: { pg: "^8.11" },
  }),
  "node_modules/pg/package.json": JSON.stringify({ name: "pg", version: "8.11.3", main: "index.cjs" }),
  "node_modules/pg/index.cjs": "exports.connect = () => 'connected';",
  "src/payments.ts": `/**
 * Card payments.
 *
 * @importspy {
 *   os: "linux" | "darwin";
 *   arch: "x64" | "arm64";
 *   libc?: "glibc";
 *   runtime: { node: ">=20.11" };
 *   env: {
 *     DATABASE_URL: string & Format<"uri">;
 *     PORT?: number & Type<"uint32"> & Maximum<65535>;
 *     LOG_LEVEL: "debug" | "info";
 *     STRIPE_KEY: Secret;
 *   };
 *   packages: { pg: "^8.11" };
 *   importer: { module: \`src/\${string}\` };
 * } Ask in #payments, import.meta.url, "quoted" & <tagged>.
 */
import "./trace.js";
export const charge = (cents: number) => cents;
`,
  "src/deploy.ts": `/**
 * @importspy { os: "win32"; env: { REGION: string } } Windows only in the old region.
 * @importspy { os: "linux"; runtime: { node: ">=22" } | { bun: ">=1.1" }; env: { REGION?: string } }
 */
import "./trace.js";
export const deploy = () => "deployed";
`,
  "src/legacy.cts": `/** @importspy { env: { LEGACY_TOKEN: Secret } } */
export const legacy = true;
`,
  "src/pg.d.ts": `/** @importspy { env: { PGHOST: string } } */
declare module "pg" {
  export const connect: () => string;
}
`,
  "src/trace.ts": `console.log("evaluated");\n`,
  "src/app.ts": `import { connect } from "pg";
import { deploy } from "./deploy.js";
import { legacy } from "./legacy.cjs";
import { charge } from "./payments.js";
import "./trace.js";
console.log(connect(), charge(1), deploy(), legacy);
`,
};

/** Variables that satisfy every contract of the fixture. */
export const VARIABLES = {
  DATABASE_URL: "postgres://shop",
  LOG_LEVEL: "info",
  STRIPE_KEY: "sk_live",
  LEGACY_TOKEN: "token",
  PGHOST: "localhost",
} as const;

/** Facts that every contract of the fixture admits, whatever machine the tests run on. */
export const MACHINE = ["--os", "linux", "--arch", "x64", "--libc", "glibc", "--node", "22.12.0"];

/** Makes the project and compiles it. */
export async function createShop(): Promise<Project> {
  const project = await createProject(FILES);
  const { code, stdout } = await project.tspc();
  if (code !== 0) throw new Error(stdout);
  return project;
}

/** Runs the command `importspy` in a project. */
export function importspy(project: Project, args: readonly string[], options?: RunOptions): Promise<Finished> {
  return project.importspy(args, options);
}

/** A sidecar's text with a first line that fits it, for sidecars that no build of today writes. */
export function seal(body: string, version = "0.1.0"): string {
  return `// importspy ${version} sha256:${createHash("sha256").update(body).digest("hex")}\n${body}`;
}
