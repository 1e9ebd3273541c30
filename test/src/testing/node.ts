/** A project whose tests simulate facts, in ES modules and in CommonJS. */

const CONTRACTED = `import { type AtLeast, type Default, env, type Secret } from "importspy";

/**
 * @importspy {Contract} Ask in #payments.
 */
interface Contract {
  os: "linux";
  runtime: { node: ">=20" };
  cpus?: number;
  memory: number & AtLeast<"64MiB">;
  env: { TOKEN: Secret; LIMIT: number & Default<10> };
  packages: { left?: "^1.2" };
  importer: { module: \`src/\${string}\` };
}
export const limit = env<Contract>().LIMIT;
export const late = () => env<Contract>().LIMIT;
console.log("payments.ts is evaluated, limit", limit);
`;

const PAYMENTS_TEST = `import assert from "node:assert/strict";
import { it } from "node:test";
import { judge, simulate } from "importspy/testing";

const load = () => import("./payments.js");
const refused = (paths: readonly string[]) => (error: any) => {
  assert.equal(error.code, "ERR_IMPORTSPY_CONTRACT_VIOLATION", String(error));
  assert.deepEqual(error.violations.map((each: { path: string }) => each.path), paths);
  assert.doesNotMatch(JSON.stringify(error) + error.stack, /t0psecret/);
  return true;
};
const REAL = { os: "linux", runtime: { node: "22.1.0" }, env: { TOKEN: "t0psecret" } } as const;

it("admits with simulated facts, and refuses with the real ones", async () => {
  assert.equal(process.env.TOKEN, undefined);
  const machine = simulate(REAL);
  const { limit } = await load();
  assert.equal(limit, 10);
  assert.equal(process.env.TOKEN, "t0psecret");
  machine.restore();
  machine.restore();
  assert.equal(process.env.TOKEN, undefined);
  await assert.rejects(load(), refused(["env.TOKEN"]));
});

it("evaluates the module for each simulation, and keeps the others unchanged", async () => {
  const first = simulate({ ...REAL, env: { TOKEN: "t0psecret", LIMIT: "1" } });
  const one = await load();
  const second = simulate({ env: { LIMIT: "2" } });
  const two = await load();
  assert.deepEqual([one.limit, two.limit, one.late(), two.late()], [1, 2, 1, 2]);
  first.restore();
  second.restore();
  assert.deepEqual([one.limit, two.limit, two.late()], [1, 2, 2]);
});

it("refuses by each fact", async () => {
  for (const [facts, path] of [
    [{ os: "win32" }, "os"],
    [{ runtime: { node: "18.0.0" } }, "runtime.node"],
    [{ runtime: { deno: "2.1.0" } }, "runtime.node"],
    [{ memory: "1MiB" }, "memory"],
    [{ env: { LIMIT: "many" } }, "env.LIMIT"],
    [{ packages: { left: "2.0.0" } }, "packages.left"],
    [{ importer: { module: "scripts/run.ts" } }, "importer"],
  ] as const) {
    const base = simulate(REAL);
    const machine = simulate(facts);
    await assert.rejects(load(), refused([path]), path);
    machine.restore();
    base.restore();
    assert.deepEqual(judge("dist/payments.js", { ...REAL, ...facts, env: { ...REAL.env, ...("env" in facts ? facts.env : {}) } }).violations.map((each) => each.path), [path]);
  }
});

it("judges a file without loading it", () => {
  const { admitted, violations, error } = judge("dist/payments.importspy.js", { os: "win32", env: { TOKEN: "t0psecret" } });
  assert.equal(admitted, false);
  assert.deepEqual(violations.map(({ path, found }) => [path, found]), [["os", '"win32"']]);
  assert.match(error!.message, /^src\\/payments\\.ts may not be loaded: this environment breaks its contract in 1 place/);
  assert.equal(judge("src/payments.ts", REAL).admitted, true);
  assert.equal(judge("dist/payments.js", { ...REAL, importer: { module: "src/a.ts" } }).alternative, 0);
});

it("reports mistakes in facts, without values", () => {
  for (const [facts, message] of [
    [{ os: "windows" }, 'os cannot be "windows"; did you mean "win32"?'],
    [{ os: "win32", libc: "musl" }, 'libc "musl" and os "win32" contradict each other: only Linux has one'],
    [{ runtime: { node: "22.1.0", bun: "1.2.0" } }, "runtime.bun and runtime.node contradict each other: no program runs in both"],
    [{ runtime: { node: "22" } }, 'runtime.node takes a full version, for instance "8.11.3", not "22"'],
    [{ runtime: { nodejs: "22.1.0" } }, 'there is no runtime "nodejs"; did you mean "node"?'],
    [{ env: { TOKEN: 12345 } }, "env.TOKEN must be a text, or undefined where it is not set"],
    [{ package: {} }, 'there is no fact "package"; did you mean "packages"?'],
    [{ cpus: 0 }, "cpus takes a number of processors, not 0"],
    [{ memory: "much" }, 'memory takes bytes or a size, for instance "2GiB", not "much"'],
    [null, 'facts are an object, for instance { os: "linux" }'],
    ["t0psecret", 'facts are an object, for instance { os: "linux" }'],
    [{ env: "t0psecret" }, "env takes an object"],
    [{ env: null }, "env takes an object"],
    [{ runtime: "node" }, "runtime takes an object"],
    [{ importer: "src/main.ts" }, "importer takes an object"],
    [{ env: { TOKEN: () => "t0psecret" } }, "env.TOKEN must be a text, or undefined where it is not set"],
    [{ packages: { pg: "^8" } }, 'packages.pg takes a full version, for instance "8.11.3", not "^8"; undefined where it is not installed'],
  ]) {
    assert.throws(() => simulate(facts as {}), { name: "FactsError", message: message as string });
    assert.throws(() => judge("dist/payments.js", facts as {}), { name: "FactsError", message: message as string });
  }
  // Also one by one, in either order.
  for (const [first, second] of [[{ os: "win32" }, { libc: "musl" }], [{ libc: "musl" }, { os: "win32" }]] as const) {
    using machine = simulate({ os: "linux", ...first });
    assert.throws(() => simulate(second), { name: "FactsError", message: /^libc "musl" and os "win32" contradict/ });
  }
  // Restored in another order, what is left may contradict itself. Nothing is restored then.
  {
    using windows = simulate({ os: "win32", env: { TOKEN: undefined } });
    const linux = simulate({ os: "linux" });
    const musl = simulate({ libc: "musl" });
    assert.throws(() => linux.restore(), {
      name: "FactsError",
      message: /^restore what simulate\\(\\) returned at .*payments\\.test\\.js:\\d+:\\d+.* first: without the facts of .*payments\\.test\\.js:\\d+:\\d+, libc "musl" and os "win32" contradict/,
    });
    musl.restore();
    linux.restore();
    linux.restore();
  }
  // Nothing of what was refused is left.
  assert.equal(judge("dist/payments.js", REAL).admitted, true);
  assert.throws(() => judge("dist/nowhere.js"), /nowhere/);
  assert.throws(() => judge("dist/plain.js"), /^Error: dist\\/plain\\.js has no sidecar beside it: it has no contract/);
});
`;

/** The project's files. */
export const NODE_PROJECT = {
  "package.json": '{ "name": "shop", "type": "module" }',
  "src/payments.ts": CONTRACTED,
  "src/plain.ts": "export const plain = 1;\n",
  "src/payments.test.ts": PAYMENTS_TEST,
  "src/open.test.ts": `import { it } from "node:test";
import { simulate } from "importspy/testing";
it("passes by itself", () => {
  simulate({ os: "aix" });
});
`,
  "src/using.test.ts": `import assert from "node:assert/strict";
import { it } from "node:test";
import { simulate } from "importspy/testing";
it("is restored at the end of its block", () => {
  {
    using machine = simulate({ env: { FROM_TEST: "1" } });
    assert.equal(process.env.FROM_TEST, "1");
    assert.equal(typeof machine.restore, "function");
  }
  assert.equal(process.env.FROM_TEST, undefined);
});
`,
};
