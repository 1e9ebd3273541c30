/**
 * `npm run bench -- --only peers`: the contract of ten variables beside the same ten in libraries that validate an
 * environment. They are installed into a temporary folder, since nothing else needs them.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { readFile, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { createProject, type Files, type Project, root, tsconfig } from "../src/project.ts";
import { ENVIRONMENT, TEN_VARIABLES } from "../src/variables.ts";
import { TSPC } from "./builds.ts";
import { median, runNode } from "./measure.ts";

const PACKAGES = ["zod", "valibot", "envalid", "@t3-oss/env-core", "ajv", "ajv-formats", "typia@12.2.1"];

const ZOD = `{
  DATABASE_URL: z.url(), PORT: z.coerce.number().int().min(0).max(65535).optional(), LOG_LEVEL: z.enum(["debug", "info", "warn"]),
  STRIPE_KEY: z.string().min(1), REGION: z.enum(["eu", "us"]), DEBUG: z.enum(["true", "false"]).transform((text) => text === "true").optional(),
  MAX_AMOUNT: z.coerce.bigint(), RETRIES: z.coerce.number().min(1), QUEUE: z.string().min(3), CURRENCY: z.enum(["EUR", "USD"]),
}`;

/** What numbers and booleans are read as, where a library judges values. */
const READ = `
const number = (text) => (text !== undefined && /^-?\\d+(\\.\\d+)?$/.test(text) ? Number(text) : text);
const boolean = (text) => (text === "true" ? true : text === "false" ? false : text);
const bigint = (text) => (text !== undefined && /^-?\\d+$/.test(text) ? BigInt(text) : text);
const read = (env) => ({
  DATABASE_URL: env.DATABASE_URL, PORT: number(env.PORT), LOG_LEVEL: env.LOG_LEVEL, STRIPE_KEY: env.STRIPE_KEY, REGION: env.REGION,
  DEBUG: boolean(env.DEBUG), MAX_AMOUNT: bigint(env.MAX_AMOUNT), RETRIES: number(env.RETRIES), QUEUE: env.QUEUE, CURRENCY: env.CURRENCY,
});
`;

/** Each exports what it read at import, and `judge`, which reads an environment again. */
const PEERS: Readonly<Record<string, string>> = {
  "hand-written": `${READ}
    export const judge = (env) => {
      const v = read(env);
      if (typeof v.DATABASE_URL !== "string" || !URL.canParse(v.DATABASE_URL)) throw new Error("DATABASE_URL");
      if (v.PORT !== undefined && !(Number.isInteger(v.PORT) && v.PORT >= 0 && v.PORT <= 65535)) throw new Error("PORT");
      if (!["debug", "info", "warn"].includes(v.LOG_LEVEL)) throw new Error("LOG_LEVEL");
      if (!v.STRIPE_KEY) throw new Error("STRIPE_KEY");
      if (v.REGION !== "eu" && v.REGION !== "us") throw new Error("REGION");
      if (v.DEBUG !== undefined && typeof v.DEBUG !== "boolean") throw new Error("DEBUG");
      if (typeof v.MAX_AMOUNT !== "bigint") throw new Error("MAX_AMOUNT");
      if (!(typeof v.RETRIES === "number" && v.RETRIES >= 1)) throw new Error("RETRIES");
      if (!(v.QUEUE?.length >= 3)) throw new Error("QUEUE");
      if (v.CURRENCY !== "EUR" && v.CURRENCY !== "USD") throw new Error("CURRENCY");
      return v;
    };`,
  zod: `import * as z from "zod";
    const schema = z.object(${ZOD});
    export const judge = (env) => schema.parse(env);`,
  valibot: `import * as v from "valibot";
    const numeral = v.pipe(v.string(), v.decimal(), v.transform(Number));
    const schema = v.object({
      DATABASE_URL: v.pipe(v.string(), v.url()), PORT: v.optional(v.pipe(numeral, v.integer(), v.minValue(0), v.maxValue(65535))), LOG_LEVEL: v.picklist(["debug", "info", "warn"]),
      STRIPE_KEY: v.pipe(v.string(), v.minLength(1)), REGION: v.picklist(["eu", "us"]), DEBUG: v.optional(v.pipe(v.picklist(["true", "false"]), v.transform((text) => text === "true"))),
      MAX_AMOUNT: v.pipe(v.string(), v.digits(), v.transform(BigInt)), RETRIES: v.pipe(numeral, v.minValue(1)), QUEUE: v.pipe(v.string(), v.minLength(3)), CURRENCY: v.picklist(["EUR", "USD"]),
    });
    export const judge = (env) => v.parse(schema, env);`,
  envalid: `import { bool, cleanEnv, makeValidator, num, port, str, url } from "envalid";
    const bigint = makeValidator((text) => BigInt(text));
    const long = makeValidator((text) => { if (text.length < 3) throw new Error("too short"); return text; });
    const specs = {
      DATABASE_URL: url(), PORT: port({ default: undefined }), LOG_LEVEL: str({ choices: ["debug", "info", "warn"] }), STRIPE_KEY: str(), REGION: str({ choices: ["eu", "us"] }),
      DEBUG: bool({ default: undefined }), MAX_AMOUNT: bigint(), RETRIES: num(), QUEUE: long(), CURRENCY: str({ choices: ["EUR", "USD"] }),
    };
    const reporter = ({ errors }) => { if (Object.keys(errors).length) throw new Error(Object.keys(errors).join()); };
    export const judge = (env) => cleanEnv(env, specs, { reporter });`,
  "t3-env": `import { createEnv } from "@t3-oss/env-core";
    import * as z from "zod";
    const server = ${ZOD};
    export const judge = (env) => createEnv({ server, runtimeEnv: env, isServer: true });`,
  ajv: `import validate from "./ajv-standalone.cjs";
    ${READ}
    export const judge = (env) => { const values = read(env); const data = { ...values, MAX_AMOUNT: typeof values.MAX_AMOUNT }; if (!validate(data)) throw new Error(validate.errors[0].instancePath); return values; };`,
  typia: `import { assertEnvironment } from "./built/typia-compiled.mjs";
    ${READ}
    export const judge = (env) => assertEnvironment(read(env));`,
};

const AJV = `const Ajv = require("ajv");
const standalone = require("ajv/dist/standalone").default;
const ajv = new Ajv.default({ code: { source: true } });
require("ajv-formats").default(ajv, ["uri"]);
const text = { type: "string" };
const properties = {
  DATABASE_URL: { ...text, format: "uri" }, PORT: { type: "integer", minimum: 0, maximum: 65535 }, LOG_LEVEL: { enum: ["debug", "info", "warn"] }, STRIPE_KEY: { ...text, minLength: 1 },
  REGION: { enum: ["eu", "us"] }, DEBUG: { type: "boolean" }, MAX_AMOUNT: { const: "bigint" }, RETRIES: { type: "number", minimum: 1 }, QUEUE: { ...text, minLength: 3 }, CURRENCY: { enum: ["EUR", "USD"] },
};
const required = Object.keys(properties).filter((name) => name !== "PORT" && name !== "DEBUG");
require("node:fs").writeFileSync("ajv-standalone.cjs", standalone(ajv, ajv.compile({ type: "object", properties, required })));
`;

const TYPIA = `import typia, { type tags } from "typia";
export const assertEnvironment = typia.createAssert<{
  DATABASE_URL: string & tags.Format<"uri">; PORT?: number & tags.Type<"uint32"> & tags.Maximum<65535>; LOG_LEVEL: "debug" | "info" | "warn"; STRIPE_KEY: string & tags.MinLength<1>;
  REGION: "eu" | "us"; DEBUG?: boolean; MAX_AMOUNT: bigint; RETRIES: number & tags.Minimum<1>; QUEUE: string & tags.MinLength<3>; CURRENCY: "EUR" | "USD";
}>();
`;

const OURS: Files = {
  "src/settings.ts": `import { env, type Format, type Maximum, type Minimum, type MinLength, type Secret, type Type } from "importspy";
/** @importspy */
export interface Contract { env: {${TEN_VARIABLES.replaceAll("\n *", "\n")} } }
export const values = env<Contract>();
`,
  "importspy.mjs": 'export { values } from "./dist/settings.js";\n',
  "importspy-judge.mjs": `import "./dist/settings.js";
import { enforce } from "importspy/dist/guard.mjs";
const [contract] = Object.values(globalThis[Symbol.for("importspy.registry@3")].contracts);
export const judge = () => enforce(contract, contract.uses, contract.validators);
`,
};

const START = `
Object.assign(process.env, ${JSON.stringify(ENVIRONMENT)});
const start = performance.now();
await import(process.argv[2]);
console.log(performance.now() - start);
`;

const JUDGE = `
Object.assign(process.env, ${JSON.stringify(ENVIRONMENT)});
const { judge } = await import(process.argv[2]);
// At hand: to ask the process for a variable takes a thousand times as long as to judge it.
const env = { ...process.env };
process.env = env;
const COUNT = 5_000;
const batch = () => {
  const start = performance.now();
  for (let index = 0; index < COUNT; index++) judge(env);
  return (performance.now() - start) / COUNT;
};
for (let index = 0; index < 20; index++) batch();
const batches = Array.from({ length: 21 }, batch).sort((a, b) => a - b);
console.log(1000 / batches[10]);
`;

async function prepare(): Promise<Project> {
  const project = await createProject({
    ...OURS,
    "package.json": '{ "name": "app", "private": true, "type": "module" }',
    "peers/package.json": '{ "name": "peers", "private": true, "type": "module" }',
    "peers/ajv.cjs": AJV,
    "peers/src/typia-compiled.mts": TYPIA,
    "peers/tsconfig.json": tsconfig({
      outDir: "built",
      rootDir: "src",
      types: [],
      plugins: [{ transform: "typia/lib/transform" }],
    }),
    "start.mjs": START,
    "judge.mjs": JUDGE,
    ...Object.fromEntries(
      Object.entries(PEERS).map(([name, text]) => [
        `peers/${name}.mjs`,
        `${text}\nexport const values = judge(process.env);\n`,
      ]),
    ),
  });
  const folder = project.at("peers");
  // With the user's own settings of npm, unlike what tests run.
  const install = ["install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", ...PACKAGES];
  await promisify(execFile)("npm", install, { cwd: folder, timeout: 600_000 });
  // The compiler that typia and the patched one work with is this repository's.
  for (const name of ["typescript", "ts-patch"]) {
    await rm(path.join(folder, "node_modules", name), { recursive: true, force: true });
    await symlink(path.join(root, "node_modules", name), path.join(folder, "node_modules", name), "dir");
  }
  await runNode(["ajv.cjs"], folder);
  await runNode([TSPC, "-p", "."], folder);
  await runNode([TSPC, "-p", "."], project.folder);
  return project;
}

/** One library. */
interface Peer {
  readonly name: string;
  readonly version: string;
  /** What validates at import, and what judges again. */
  readonly entry: string;
  readonly judge: string;
}

async function versionOf(project: Project, name: string): Promise<string> {
  const text = await readFile(project.at("peers/node_modules", name, "package.json"), "utf8").catch(() => "{}");
  return (JSON.parse(text) as { version?: string }).version ?? "";
}

/**
 * Measures all of them, alternately.
 *
 * @param runs - How often each is started.
 * @param progress - Told what is being done.
 * @returns A table, in Markdown.
 */
export async function measurePeers(runs: number, progress: (text: string) => void): Promise<string> {
  progress("installing");
  const project = await prepare();
  try {
    const packageOf: Readonly<Record<string, string>> = { "t3-env": "@t3-oss/env-core" };
    const peers: Peer[] = [{ name: "importspy", version: "", entry: "importspy.mjs", judge: "importspy-judge.mjs" }];
    for (const name of Object.keys(PEERS)) {
      const file = `peers/${name}.mjs`;
      peers.push({ name, version: await versionOf(project, packageOf[name] ?? name), entry: file, judge: file });
    }
    const sizes = new Map<string, number>();
    for (const { name, entry } of peers) {
      const outfile = project.at(`bundled/${name}.mjs`);
      const banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
      const options = {
        bundle: true,
        minify: true,
        platform: "node",
        format: "esm",
        outfile,
        logLevel: "error",
      } as const;
      await build({ ...options, ...(name === "ajv" && { banner }), entryPoints: [project.at(entry)] });
      sizes.set(name, gzipSync(await readFile(outfile)).length / 1000);
    }
    const cold = new Map(peers.map(({ name }) => [name, { plain: [] as number[], bundled: [] as number[] }]));
    for (let index = 0; index < runs; index++) {
      progress(`start ${index + 1}/${runs}`);
      for (const { name, entry } of peers) {
        const start = async (file: string) => Number((await runNode(["start.mjs", file], project.folder)).stdout);
        cold.get(name)!.plain.push(await start(`./${entry}`));
        cold.get(name)!.bundled.push(await start(`./bundled/${name}.mjs`));
      }
    }
    const lines: string[] = [];
    for (const { name, version, judge } of peers) {
      progress(`judging: ${name}`);
      const speed = Number((await runNode(["judge.mjs", `./${judge}`], project.folder)).stdout);
      const { plain, bundled } = cold.get(name)!;
      const cells = [
        median(plain).toFixed(1),
        median(bundled).toFixed(1),
        (speed / 1e6).toFixed(2),
        sizes.get(name)!.toFixed(1),
      ];
      lines.push(`| ${[`${name} ${version}`.trim(), ...cells].join(" | ")} |`);
    }
    return [
      "| ten variables | cold import, ms | the same bundled, ms | judgements a second, millions | bundle, kB gzip |",
      "| --- | --- | --- | --- | --- |",
      ...lines,
      "",
    ].join("\n");
  } finally {
    await project.remove();
  }
}
