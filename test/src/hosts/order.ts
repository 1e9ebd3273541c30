/**
 * A project in which the order of evaluation shows: each module says when it is evaluated, and each entry puts another
 * thing in the way of a contract. All bundlers that cut builds are tested with it.
 *
 * @module
 */
import assert from "node:assert/strict";
import path from "node:path";
import { createProject, type Files, type Project, run, tsconfig } from "../project.ts";

const external = (name: string, code: string, type = "module") => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: "1.0.0",
    type,
    main: "index.js",
    types: "index.d.ts",
  }),
  [`node_modules/${name}/index.js`]: `console.log("${name}"); ${code}`,
  [`node_modules/${name}/index.d.ts`]: "export declare const connect: () => string;",
});

const CONTRACT = "@importspy { env: { TOKEN: Secret } } Ask in #payments.";

const FILES: Files = {
  "package.json": JSON.stringify({ name: "app", version: "1.0.0", type: "module", sideEffects: ["./src/token.ts"] }),
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", jsx: "react-jsx" }),
  ...external("ext-db", 'export const connect = () => "db";'),
  ...external("ext-token", 'process.env.TOKEN = "t";'),
  ...external("ext-token-cjs", 'process.env.TOKEN = "t"; exports.connect = () => "";', "commonjs"),
  ...external("ext-first", "export const connect = () => 'first';"),
  "node_modules/react/package.json": JSON.stringify({
    name: "react",
    version: "19.0.0",
    exports: { "./jsx-runtime": { types: "./jsx-runtime.d.ts", default: "./jsx-runtime.js" } },
  }),
  "node_modules/react/jsx-runtime.js": `
    console.log("jsx-runtime");
    exports.jsx = (name, { children }) => "<" + name + ">" + children;`,
  "node_modules/react/jsx-runtime.d.ts": `
    export declare const jsx: (name: string, props: { children: string }) => string;
    export namespace JSX {
      type Element = string;
      interface IntrinsicElements { [name: string]: unknown }
    }`,

  "src/log.ts": "export const log = (text: string) => console.log(text);",
  "src/db.ts": 'import { connect } from "ext-db";\nconsole.log("db");\nexport const db = () => connect();',
  "src/token.ts": 'console.log("token");\nprocess.env.TOKEN = "t";',
  "src/payments.ts": `
    /** ${CONTRACT} */
    import { db } from "./db";
    import { log } from "./log";
    console.log("payments");
    export const pay = () => { log("paying"); return db(); };`,
  "src/view.tsx": `
    /** ${CONTRACT} */
    import { db } from "./db";
    console.log("view");
    export const view = () => <p>{db()}</p>;`,
  "src/services.ts": `
    import "ext-token";
    import { pay } from "./payments";
    console.log("services");
    export const serve = () => pay();`,
  "src/first.ts": `
    /** ${CONTRACT} */
    import { connect } from "ext-first";
    console.log("first");
    export const first = () => connect();`,
  "src/second.ts": `
    /** ${CONTRACT} */
    console.log("second");
    export const second = () => "second";`,
  "src/circle-a.ts": `
    import { b } from "./circle-b";
    import { pay } from "./payments";
    console.log("circle-a");
    export const a = () => b() + pay();`,
  "src/circle-b.ts": `
    import { a } from "./circle-a";
    console.log("circle-b");
    export const b = () => typeof a;`,
};

/** What an entry says when it is run, line by line; those in braces may come anywhere. */
interface Entry {
  readonly text: string;
  readonly says: readonly string[];
  readonly isRefused?: true;
  /** Has a top-level `await`, so it can only be an ES module. */
  readonly isEsm?: true;
}

const PAID = ["ext-db", "db", "payments", "paying", "db"];

/** The entries, by name. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  refused: { text: 'import { pay } from "./payments";\nconsole.log(pay());', says: [], isRefused: true },
  setBySource: {
    text: 'import "./token";\nimport { pay } from "./payments";\nconsole.log(pay());',
    says: ["token", ...PAID],
  },
  setByExternal: {
    text: 'import "ext-token";\nimport { pay } from "./payments";\nconsole.log(pay());',
    says: ["ext-token", ...PAID],
  },
  setByCommonJs: {
    text: 'import "ext-token-cjs";\nimport { pay } from "./payments";\nconsole.log(pay());',
    says: ["ext-token-cjs", ...PAID],
  },
  behindAnother: {
    text: 'import { serve } from "./services";\nconsole.log(serve());',
    says: ["ext-token", "ext-db", "db", "payments", "services", "paying", "db"],
  },
  sharedEarlier: {
    text: 'import { db } from "./db";\nimport "./token";\nimport { pay } from "./payments";\nconsole.log(db() + pay());',
    says: ["ext-db", "db", "token", "payments", "paying", "dbdb"],
  },
  twoContracts: {
    text: 'import "./token";\nimport { first } from "./first";\nimport { second } from "./second";\nconsole.log(first() + second());',
    says: ["token", "ext-first", "first", "second", "firstsecond"],
  },
  lazy: {
    text: `
      import { log } from "./log";
      log("lazy");
      await import("./payments").catch(({ message }) => log(message.split("\\n")[0]));
      await import("./token");
      export {};`,
    says: [
      "lazy",
      "src/lazy.ts:4 may not import src/payments.ts: this environment breaks its contract in 1 place",
      "token",
    ],
    isEsm: true,
  },
  lazyView: {
    text: 'await import("./token");\nconst { view } = await import("./view");\nconsole.log(view());\nexport {};',
    says: ["token", "{jsx-runtime}", "ext-db", "db", "view", "<p>db"],
    isEsm: true,
  },
  lazyBehindExternal: {
    text: 'import "ext-token";\nimport("./payments").then(({ pay }) => console.log(pay()));',
    says: ["ext-token", ...PAID],
  },
  both: {
    text: `
      import "./token";
      import { pay } from "./payments";
      console.log(pay());
      import("./payments").then((loaded) => console.log(typeof loaded.pay));`,
    says: ["token", ...PAID, "function"],
  },
  bothRefused: {
    text: 'import { pay } from "./payments";\nconsole.log(pay());\nexport const later = () => import("./payments");',
    says: [],
    isRefused: true,
  },
  viewRefused: {
    text: 'import { view } from "./view";\nconsole.log(view());',
    says: [],
    isRefused: true,
  },
  viewAdmitted: {
    text: 'import "./token";\nimport { view } from "./view";\nconsole.log(view());',
    says: ["token", "{jsx-runtime}", "ext-db", "db", "view", "<p>db"],
  },
  circle: {
    text: 'import "./token";\nimport { a } from "./circle-a";\nconsole.log(a());',
    says: ["token", "circle-b", "ext-db", "db", "payments", "circle-a", "paying", "functiondb"],
  },
  circleRefused: {
    text: 'import { a } from "./circle-a";\nconsole.log(a());',
    says: ["circle-b"],
    isRefused: true,
  },
  free: { text: 'import { log } from "./log";\nlog("free");', says: ["free"] },
};

/** Makes the project. */
export function createOrderProject(files: Files = {}): Promise<Project> {
  const entries = Object.entries(ENTRIES).map(([name, { text }]) => [`src/${name}.ts`, text]);
  return createProject({ ...FILES, ...Object.fromEntries(entries), ...files });
}

/** The entries that a format allows, as the input of a bundler. */
export function inputOf(format: "es" | "cjs", names: readonly string[] = Object.keys(ENTRIES)): Record<string, string> {
  const allowed = names.filter((name) => format === "es" || !ENTRIES[name]!.isEsm);
  return Object.fromEntries(allowed.map((name) => [name, `src/${name}.ts`]));
}

/** Runs what was built of an entry, and compares what it says. */
async function runEntry(project: Project, file: string, name: string): Promise<void> {
  const { says, isRefused } = ENTRIES[name]!;
  const { code, stdout, stderr } = await run(process.execPath, [file], { cwd: project.folder });
  const lines = stdout.split("\n").filter(Boolean);
  const anywhere = says.filter((line) => line.startsWith("{")).map((line) => line.slice(1, -1));
  const label = `${path.relative(project.folder, file)}\n${stderr}`;
  assert.deepEqual(
    lines.filter((line) => !anywhere.includes(line)),
    says.filter((line) => !line.startsWith("{")),
    label,
  );
  for (const line of anywhere) assert.ok(lines.includes(line), label);
  assert.equal(code, isRefused ? 1 : 0, label);
  if (isRefused)
    assert.match(stderr, /ContractViolationError: src\/[\w-]+\.ts:\d may not import src\/(?:payments|view)/);
}

/**
 * Runs all entries of a build.
 *
 * @param project - The project.
 * @param folder - Where the build is.
 * @param extension - Of the built entries.
 * @param names - The entries.
 */
export async function runEntries(
  project: Project,
  folder: string,
  extension: string,
  names: readonly string[],
): Promise<void> {
  await Promise.all(names.map((name) => runEntry(project, project.at(folder, `${name}${extension}`), name)));
}
