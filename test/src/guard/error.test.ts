/** What a refusal is: the error's shape and its text, and who gets which. */
import assert from "node:assert/strict";
import os from "node:os";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { ContractViolationError } from "importspy";
import { Reading } from "importspy/dist/contract.mjs";
import { calls, guard, provide } from "importspy/dist/guard.mjs";
import { type Condition, contractOf, enforceContract, refusalOf } from "../contracts.ts";
import { createProject, type Project } from "../project.ts";

const NOTE = "Ask in #payments for access before you import this.";
const never = () => false;
const OS: Condition = { path: "os", expected: '"plan9" | "beos"', is: never };
const URL: Condition = { path: "env.NO_URL", expected: "a uri", readings: Reading.string, is: never };
const PG: Condition = { path: "packages.pg", expected: "^8.11", range: [[">= 8.11.0", "< 9.0.0-0"]] };
const broken = { packages: [PG], packageVersion: () => "7.18.2" };
const MAIN = { module: "src/main.ts", package: "app" };

/** An import of a contracted module, as a sidecar tells it. */
const edges = ({ module }: { readonly module: string }, line: number, flags = 0) =>
  [[`app/${module}`, "#000000", line, flags]] as const;

/** The error that an importer gets, and that its guard throws when the contract is already judged. */
function refusalTo(importer: typeof MAIN, line: number, contract: ReturnType<typeof contractOf>) {
  try {
    guard(importer, [edges(contract, line)])(0);
  } catch (error) {
    return error as ContractViolationError;
  }
  return refusalOf(contract);
}

describe("the text of a refusal", () => {
  const found = JSON.stringify(os.platform());

  it("shows importer, module and reasons in columns", () => {
    const error = refusalTo(MAIN, 3, contractOf([OS, URL], { ...broken, note: NOTE, module: "src/columns.ts" }));
    assert.equal(
      String(error),
      `ContractViolationError: src/main.ts:3 may not import src/columns.ts: this environment breaks its contract in 3 places

  os            expected "plan9" | "beos"   found ${found}
  env.NO_URL    expected a uri              not set
  packages.pg   expected ^8.11              found 7.18.2

  ${NOTE}
  contract: src/columns.ts:4`,
    );
  });

  it("works without importer and note", () => {
    assert.equal(
      refusalOf(contractOf([URL], { module: "src/alone.ts" }))?.message,
      `src/alone.ts may not be loaded: this environment breaks its contract in 1 place

  env.NO_URL   expected a uri   not set

  contract: src/alone.ts:4`,
    );
  });

  it("keeps the lines of a note, and shows the file of the contract", () => {
    const note = "Ask in #payments.\n\nOr read docs/payments.md.";
    assert.equal(
      refusalOf(contractOf([URL], { module: "pg", note, declaredIn: "src/pg.d.ts" }))?.message,
      `pg may not be loaded: this environment breaks its contract in 1 place

  env.NO_URL   expected a uri   not set

  Ask in #payments.

  Or read docs/payments.md.
  contract: src/pg.d.ts:4`,
    );
  });

  it("does not widen columns for one long expectation", () => {
    const long: Condition = { ...URL, path: "env.NO_LEVEL", expected: Array(30).fill('"level"').join(" | ") };
    const rows = refusalOf(contractOf([URL, long]))!
      .message.split("\n")
      .slice(2, 4);
    assert.deepEqual(rows, [
      `  env.NO_URL     expected a uri${" ".repeat(36)}   not set`,
      `  env.NO_LEVEL   expected ${long.expected}   not set`,
    ]);
  });

  it("shows the closest alternative first", () => {
    const alternatives = [
      { conditions: [OS, URL], note: "For the old machines." },
      { conditions: [OS], note: "For the new ones." },
    ];
    const error = refusalOf(contractOf([], { alternatives }))!;
    assert.equal(
      error.message,
      `src/payments.ts may not be loaded: this environment breaks each of the 2 alternatives of its contract

  alternative 2, the closest:
  os   expected "plan9" | "beos"   found ${found}

  For the new ones.

  alternative 1:
  os           expected "plan9" | "beos"   found ${found}
  env.NO_URL   expected a uri              not set

  For the old machines.
  contract: src/payments.ts:4`,
    );
    assert.equal(error.contract.note, "For the new ones.");
    assert.deepEqual(
      error.violations.map(({ path, alternative }) => [path, alternative]),
      [
        ["os", 1],
        ["os", 0],
        ["env.NO_URL", 0],
      ],
    );
  });

  it("shows a shared note of alternatives once", () => {
    const alternatives = [
      { conditions: [URL], note: NOTE },
      { conditions: [OS], note: NOTE },
    ];
    const { message } = refusalOf(contractOf([], { alternatives }))!;
    assert.equal(message.split(NOTE).length, 2);
    assert(message.endsWith(`found ${found}\n\n  ${NOTE}\n  contract: src/payments.ts:4`), message);
  });

  it("blames the importer when the environment holds", () => {
    const importer = { expected: "a module of billing", is: never };
    const contract = contractOf([], { importer, module: "src/strict.ts" });
    assert.equal(
      refusalTo(MAIN, 7, contract)?.message,
      `src/main.ts:7 may not import src/strict.ts: this importer breaks its contract in 1 place

  importer   expected a module of billing   found src/main.ts of app

  contract: src/strict.ts:4`,
    );
    assert.match(
      refusalOf(contract)!.message,
      /importer {3}expected a module of billing {3}the importing file did not/,
    );
  });
});

describe("the error", () => {
  const error = refusalTo(MAIN, 3, contractOf([OS, URL], { note: NOTE, module: "src/shape.ts" }))!;

  it("is an error with the fields of the contract, the importer and the violations", () => {
    assert(error instanceof Error && error instanceof ContractViolationError);
    assert.equal(error.name, "ContractViolationError");
    assert.equal(error.code, "ERR_IMPORTSPY_CONTRACT_VIOLATION");
    assert.deepEqual(error.contract, { module: "src/shape.ts", line: 4, note: NOTE });
    assert.deepEqual(error.importer, { module: "src/main.ts", package: "app", line: 3 });
    assert.deepEqual(error.violations, [
      {
        path: "os",
        expected: OS.expected,
        kind: "mismatch",
        found: JSON.stringify(os.platform()),
        hint: `found ${JSON.stringify(os.platform())}`,
        alternative: 0,
      },
      { path: "env.NO_URL", expected: "a uri", kind: "missing", hint: "not set", alternative: 0 },
    ]);
    const other = refusalOf(contractOf([URL], { module: "src/unknown.ts" }))!;
    assert.equal(other.importer, undefined);
    assert.deepEqual(other.contract, { module: "src/unknown.ts", line: 4 });
  });

  it("is plain data for logs", () => {
    const { name, code, message, contract, importer, violations } = error;
    const fields = { name, code, message, contract, importer, violations };
    assert.deepEqual(JSON.parse(JSON.stringify(error)), fields);
    assert.deepEqual(structuredClone(error.toJSON()), fields);
  });

  it("is printed without repeated properties", () => {
    const printed = inspect(error);
    assert(printed.startsWith(`ContractViolationError: ${error.message}\n    at `), printed);
    assert.equal(printed.split("env.NO_URL").length, 2, printed);
  });

  it("is recognized across copies of the package, and other errors are not", async () => {
    // Node.js imports the CommonJS build by the package's name, and bundlers the other one.
    const copy = await import("importspy/dist/index.mjs");
    assert.notEqual(copy.ContractViolationError, ContractViolationError);
    assert(error instanceof copy.ContractViolationError);
    for (const value of [undefined, null, {}, new Error("other"), { code: error.code }, "text"]) {
      assert(!((value as object) instanceof ContractViolationError));
    }
  });

  it("starts its stack at the caller of the runtime", () => {
    const first = (thrown: Error) => thrown.stack!.slice(thrown.stack!.indexOf("\n    at ")).split("\n")[1];
    const frames = [
      refusalOf(contractOf([URL])),
      refusalTo(MAIN, 1, contractOf([URL], { module: "src/stack.ts" })),
      refusalTo(MAIN, 1, contractOf([URL], { module: "src/stack.ts" })),
    ];
    for (const each of frames) assert.match(first(each!)!, /error\.test\.ts|contracts\.ts/);
  });
});

describe("importers", () => {
  const OTHER = { module: "src/other.ts", package: "app" };
  const importerOf = (error: unknown) => (error as ContractViolationError).importer;
  let count = 0;
  const fresh = (conditions: readonly Condition[], rest = {}) =>
    contractOf(conditions, { module: `src/fresh${count++}.ts`, ...rest });

  it("that come later get their own error", () => {
    const contract = fresh([URL]);
    const first = refusalTo(MAIN, 3, contract);
    const second = refusalTo(OTHER, 9, contract);
    assert.deepEqual(importerOf(first), { ...MAIN, line: 3 });
    assert.deepEqual(importerOf(second), { ...OTHER, line: 9 });
  });

  it("are refused at each import and each call", async () => {
    const contract = fresh([URL]);
    const moments = [edges(contract, 5), edges(contract, 6, 2), edges(contract, 7)];
    const check = guard(MAIN, moments, calls);
    assert(refusalOf(contract));
    assert.throws(() => check(0), { importer: { ...MAIN, line: 5 } });
    const loaded: string[] = [];
    const promise = check(1, async () => loaded.push("loaded"));
    assert(promise instanceof Promise);
    await assert.rejects(promise, { importer: { ...MAIN, line: 6 } });
    assert.throws(() => check(2, () => loaded.push("loaded")), { importer: { ...MAIN, line: 7 } });
    assert.deepEqual(loaded, []);
    check();
  });

  it("get the module of a call when they are admitted", async () => {
    const contract = fresh([]);
    const check = guard(MAIN, [edges(contract, 5, 2), edges(contract, 5)], calls);
    enforceContract(contract);
    assert.equal(await check(0, async () => "the module"), "the module");
    assert.equal(
      check(1, () => "the module"),
      "the module",
    );
    // What a call loads this time is none of the contracted modules that it may load.
    assert.equal(
      check(undefined, () => "another"),
      "another",
    );
  });

  it("are judged one by one for packages", () => {
    const packageVersion = (_: string, from: string | undefined) => (from === "/a/main.js" ? "8.11.0" : "7.0.0");
    const contract = fresh([], { packages: [PG], packageVersion });
    const moments = [edges(contract, 1)];
    const main = () => guard(MAIN, moments, undefined, "/a/main.js")(0);
    main();
    enforceContract(contract);
    const other = () => guard(OTHER, moments, undefined, "/b/main.js")(0);
    assert.throws(other, { importer: { ...OTHER, line: 1 } });
    main();
  });

  it("of an external module are judged by their own guard at their import", () => {
    const contract = fresh([URL], { module: "pg", declaredIn: "src/pg.d.ts" });
    provide(contract, contract.uses, contract.validators, "app/src/main.ts");
    const check = guard(MAIN, [edges(contract, 8)]);
    assert.throws(() => check(0), { importer: { ...MAIN, line: 8 } });
    assert.throws(() => guard(OTHER, [edges(contract, 2)])(0), { importer: { ...OTHER, line: 2 } });
  });

  it("are judged when they load the module, and only they", () => {
    const contract = fresh([URL]);
    guard(OTHER, [edges(contract, 1)])(0);
    // OTHER has failed before it came to load the module.
    guard(MAIN, [edges(contract, 1)])(0);
    assert.deepEqual(importerOf(refusalOf(contract)), { ...MAIN, line: 1 });
    assert.equal(importerOf(refusalOf(contract)), undefined);
  });
});

describe("a refusal in a process", { concurrency: true }, () => {
  let project: Project;
  const REFUSE = `
    const conditions = [{ path: "env.NOT_SET", expected: "a secret", readings: 1, is: 0 }];
    const contract = { key: "/x.ts#000000", package: "", module: "x.ts", line: 1, alternatives: [{ conditions }] };
    const judge = () => enforce(contract, { env }, [() => true]);`;
  before(async () => {
    project = await createProject({
      "refuse.mjs": `import { enforce, env } from "importspy/dist/guard.mjs";\n${REFUSE}\njudge();`,
      "refuse.cjs": `const { enforce, env } = require("importspy/dist/guard.cjs");\n${REFUSE}\njudge();`,
      "later.mjs": 'import("./refuse.mjs");',
      "worker.mjs": `
        import { Worker } from "node:worker_threads";
        import { ContractViolationError } from "importspy";
        new Worker(new URL("./refuse.mjs", import.meta.url)).on("error", (error) => {
          console.log(error instanceof ContractViolationError, error.name, error.violations.length);
        });`,
      "copies.mjs": `
        import { createRequire } from "node:module";
        import { guard } from "importspy/dist/guard.mjs";
        guard({ module: "main.ts", package: "" }, [[["/x.ts", "#000000", 3, 0]]])(0);
        try {
          createRequire(import.meta.url)("./refuse.cjs");
        } catch (error) {
          console.log(error.message.split("\\n")[0]);
        }`,
    });
  });
  after(() => project.remove());

  for (const file of ["refuse.mjs", "refuse.cjs", "later.mjs"]) {
    it(`ends the process when it is not caught: ${file}`, async () => {
      const { code, stderr } = await project.node([file]);
      assert.equal(code, 1);
      assert.match(stderr, /^ContractViolationError: x\.ts may not be loaded: /m);
    });
  }

  it("is passed on from a worker thread", async () => {
    const { stdout, stderr } = await project.node(["worker.mjs"]);
    assert.equal(stdout, "true ContractViolationError 1\n", stderr);
  });

  it("knows importers of the other module system", async () => {
    const { stdout, stderr } = await project.node(["copies.mjs"]);
    assert.equal(stdout, "main.ts:3 may not import x.ts: this environment breaks its contract in 1 place\n", stderr);
  });
});
