/**
 * `importspy verify` against those who edit bundles: every edit below leaves a contracted module unguarded somewhere, or
 * guarded by something else than its contract, and looks as little like it as possible.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { transform } from "esbuild";
import {
  type Bundle,
  bundleWithEsbuild,
  bundleWithRolldown,
  bundleWithRspack,
  bundleWithWebpack,
  type Job,
} from "../../bundles.ts";
import { createProject, type Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

const PACKAGE = { name: "app", version: "1.0.0", dependencies: { importspy: "0.1.0" } };
const SOURCES = {
  "src/database.ts":
    'console.log("database: evaluated");\nexport const database = () => process.env.TOKEN ?? "none";\n',
  "src/payments.ts": `/** @importspy { os: "linux" | "darwin" | "win32"; env: { TOKEN: Secret; PORT?: number & Maximum<65535> } } */
import { database } from "./database.js";
console.log("payments: evaluated");
export const pay = () => \`paid through \${database()}\`;
`,
  "src/bill.ts":
    '/** @importspy { env: { BILL: string & MinLength<3> } } */\nconsole.log("bill: evaluated");\nexport const bill = 2;\n',
  "src/main.ts": 'import { bill } from "./bill.js";\nimport { pay } from "./payments.js";\nconsole.log(pay(), bill);\n',
};

/** `enforce({ "key": "app/src/payments.ts", … }, …);` with its semicolon, in all ways of writing it. */
function findCall(text: string): { readonly start: number; readonly end: number; readonly callee: string } {
  const match = /[\w$.]+\)?\(\s*\{\s*"?key"?:\s*["'`]app\/src\/payments\.ts#\w+["'`]/.exec(text);
  assert.ok(match, "the bundle has the call");
  // (0, guard.enforce)({ … })
  const [comma] = /\(0, ?$/.exec(text.slice(0, match.index)) ?? [];
  const isComma = comma !== undefined;
  const start = match.index - (comma?.length ?? 0);
  let depth = 0;
  let end = text.indexOf("(", isComma ? start + 1 : start);
  do {
    if (text[end] === "(") depth++;
    if (text[end] === ")") depth--;
    end++;
  } while (depth || end < match.index + match[0].length);
  return { start, end, callee: text.slice(start, text.indexOf("(", isComma ? start + 1 : start)) };
}

type Edit = (text: string) => string;

/** Verifies a bundle that was edited. */
const verifierOf = (project: Project) => async (changed: string) => {
  await project.write({ "edited/main.js": changed });
  return verifyIn(project.folder, ["dist", "edited"]);
};

/** Replaces the call that enforces. */
const call =
  (write: (call: string, callee: string) => string): Edit =>
  (text) => {
    const { start, end, callee } = findCall(text);
    return text.slice(0, start) + write(text.slice(start, end), callee) + text.slice(end);
  };
const replace =
  (from: string | RegExp, to: string): Edit =>
  (text) =>
    text.replace(from, to);
/** In the call that enforces. */
const inCall = (from: string | RegExp, to: string): Edit => call((text) => text.replace(from, to));

const BODY = /^.*console\.log\("payments: evaluated"\);?\n/m;
/** Replaces where payments.js asks its guard: `$importspy2();`, `importspy_1.$importspy();`. */
const ask =
  (write: (ask: string) => string): Edit =>
  (text) => {
    const end = text.indexOf("payments: evaluated");
    const [last] = [...text.slice(0, end).matchAll(/(?:\(0, ?)?[\w$.]*\$importspy[\w$]*\)?\(\);/g)].slice(-1);
    assert.ok(last, "the bundle has the place");
    return text.slice(0, last.index) + write(last[0]) + text.slice(last.index + last[0].length);
  };
const ALTERNATIVES = /"?alternatives"?:\s*\[/;

/** Where there is no statement in a function, some edits are not possible. */
const IN_FUNCTION: Readonly<Record<string, Edit>> = {
  "a return before it": call((text) => `if (1) return; ${text}`),
  "a return before it, in a block": call((text) => `{ if (process.argv) { return; } } ${text}`),
  "a finally that returns": call((text) => `try { ${text} } finally { return; }`),
  "an enforce that is declared twice": (text) => {
    const [start = "", indent] = /^([\t ]*)function enforce\([\s\S]*?\n\1\}\n/m.exec(text) ?? [];
    return text.replace(start, `${start}${indent}function enforce() {}\n`);
  },
};

const EDITS: Readonly<Record<string, Edit>> = {
  "no call": call(() => "0"),
  "a call in a comment": call((text) => `/* ${text.replaceAll("*/", "")} */`),
  "a call in a string": call((text) => `${JSON.stringify(text)}`),
  "a condition that is false": call((text) => `if (0) ${text}`),
  "an unknown condition": call((text) => `if (process.env.GUARDED) ${text}`),
  "a condition in an expression": call((text) => `process.env.UNGUARDED || ${text}`),
  "a condition that is true": call((text) => `1 ? 0 : ${text}`),
  "a logical assignment": call((text) => `globalThis.z ||= ${text}`),
  "a logical assignment to an undefined variable": call((text) => `globalThis.z &&= ${text}`),
  "an optional call": call((text, callee) => `${callee}?.${text.slice(callee.length)}`),
  "an optional chain": call((text) => `globalThis.z?.(${text})`),
  "a break out of a label": call((text) => `over: { break over; ${text} }`),
  "a break under an unknown condition": call((text) => `over: { if (process.argv) break over; ${text} }`),
  "a loop that never runs": call((text) => `while (0) ${text}`),
  "a loop with a continue before the call": call((text) => `for (const _ of [1]) { continue; ${text} }`),
  "a loop over an empty list": call((text) => `for (const _ of []) ${text}`),
  "a case that is never come to": call((text) => `switch (1) { case 1: break; default: ${text} }`),
  "a swallowed refusal": call((text) => `try { ${text} } catch {}`),
  "a swallowed refusal, with its error": call((text) => `try { ${text} } catch (error) { console.error(error); }`),
  "an error before it": call((text) => `try { throw 1; ${text} } catch {}`),
  "a finally that breaks": call((text) => `over: try { ${text} } finally { break over; }`),
  "a function that is never called": call((text) => `function nobody() { ${text} }`),
  "a function in a variable that is never called": call((text) => `globalThis.nobody = () => ${text}`),
  "a generator": call((text) => `(function* () { ${text} })()`),
  "a promise": call((text) => `Promise.resolve().then(() => ${text})`),
  "an async function": call((text) => `(async () => { await 0; ${text} })()`),
  "an async function that swallows": call((text) => `(async () => ${text})().catch(() => {})`),
  "a timer": call((text) => `setTimeout(() => ${text})`),
  "a class that is never made": call((text) => `(class { field = ${text}; })`),
  "a getter that is never read": call((text) => `({ get a() { return ${text}; } })`),
  "a default that is not needed": call((text) => `((a = ${text}) => {})(1)`),
  "a function of no name": call((text, callee) => `(() => {})${text.slice(callee.length)}`),
  "a function of another name": call((text, callee) => `console.debug${text.slice(callee.length)}`),
  "a shadowed function": call((text, callee) => `{ const enforce = () => {}; enforce${text.slice(callee.length)} }`),
  "a function that is handed over": call(
    (text, callee) => `((enforce) => enforce${text.slice(callee.length)})(() => {})`,
  ),
  "a function that is bound": call((text, callee) => `(() => {}).bind(null, ${callee})${text.slice(callee.length)}`),
  "a function that wraps": call(
    (text, callee) => `((...all) => { try { ${callee}(...all); } catch {} })${text.slice(callee.length)}`,
  ),
  "a contract that admits everything": inCall(ALTERNATIVES, '$&{"conditions":[]},'),
  "a contract without a condition": inCall(/\{\s*"?path"?:\s*["'`]env\.TOKEN["'`][^}]*\},/, ""),
  "a condition that is optional": inCall(/("?path"?:\s*["'`]env\.TOKEN["'`])/, '$1, "optional": true'),
  "another system": inCall(/["'`]darwin["'`]/, '"sunos"'),
  "a number that is another": inCall(/"?readings"?:\s*2/, '"readings": 1'),
  "a list that is given twice": inCall(ALTERNATIVES, '"alternatives": [{"conditions":[]}], $&'),
  "a list that is given twice, the other one last": inCall(
    /(\]\s*)\}(\s*,\s*\{)/,
    '$1, "alternatives": [{"conditions":[]}] }$2',
  ),
  "a list that a getter gives": inCall(
    ALTERNATIVES,
    'get "alternatives"() { return [{"conditions":[]}]; }, "others": [',
  ),
  "a list that is spread over it": inCall(/(\]\s*)\}(\s*,\s*\{)/, '$1, ...{"alternatives": [{"conditions":[]}]} }$2'),
  "a list with something spread into it": inCall(ALTERNATIVES, '$&...[{"conditions":[]}],'),
  "a prototype": inCall(ALTERNATIVES, '"__proto__": {}, $&'),
  "a computed name": inCall(ALTERNATIVES, '["alterna" + "tives"]: [{"conditions":[]}], $&'),
  "another judge": inCall(/\{\s*env\b[^}]*\}/, "{ env: () => undefined, os: () => undefined }"),
  "a judge of another field": call((text) =>
    text.replace(/\{\s*env(?::\s*[\w$.]+)?,\s*os(:\s*[\w$.]+)?\s*\}/, (_, os = ": os") => `{ env${os}, os${os} }`),
  ),
  "judges that are spread over it": inCall(/(\{\s*env\b[^}]*)\}/, "$1, ...{ env: () => undefined } }"),
  "judges from a getter": inCall(
    /\{\s*env\b[^}]*\}/,
    "{ get env() { return () => undefined; }, get os() { return () => undefined; } }",
  ),
  "no judges": inCall(/\{\s*env\b[^}]*\}/, "{}"),
  "a validator that admits everything": inCall(/\(?(\w+)\)?\s*=>\s*0\s*<\s*\w+\.length/, "$1 => true"),
  "a validator that looks, and admits everything": inCall(
    /\(?(\w+)\)?\s*=>\s*0\s*<\s*\w+\.length/,
    "$1 => 0 < $1.length || true",
  ),
  "a validator that is another": inCall(/0\s*<\s*(\w+\.length)/, "0 <= $1"),
  "a validator with another limit": inCall(/, ?"65535"\)/, ', "65536")'),
  "validators in another order": inCall(
    /(\(\w+\)\s*=>\s*0\s*<\s*\w+\.length),\s*(\(\w+, \w+\)\s*=>[^\n]*<=\s*0)/,
    "$2, $1",
  ),
  "no validators": inCall(/\[\s*\(?\w+\)?\s*=>[\s\S]*\]/, "[]"),
  "a guard that is never called": ask(() => ";"),
  "a guard that is called under a condition": ask((text) => `if (0) ${text}`),
  "a guard whose error is caught": ask((text) => `try { ${text} } catch {}`),
  "a guard that is called too late": (text) => {
    let asked = "";
    const without = ask((each) => {
      asked = each;
      return "";
    })(text);
    return without.replace(BODY, (line) => `${line}${asked}\n`);
  },
  "a module that runs before its guard": (text) =>
    text.replace(BODY, "").replace(/^(?:"use strict";\n)?/, `$&${BODY.exec(text)![0]}`),
  "a module that runs before it, in a function": (text) =>
    text.replace(BODY, "").replace(/^(?:"use strict";\n)?/, `$&queueMicrotask(() => { ${BODY.exec(text)![0]} });\n`),
  "a module that runs a second time": (text) => `${text}\nfunction again() { ${BODY.exec(text)![0]} }\n`,
};

/** Edits of the functions of the runtime that a bundle holds. */
const RUNTIME_EDITS: Readonly<Record<string, Edit>> = {
  "an enforce that returns": replace(/(function enforce\([^)]*\) \{)/, "$1 return;"),
  "an enforce that returns under a condition": replace(/(function enforce\([^)]*\) \{)/, "$1 if (1) return;"),
  "an enforce that is replaced": replace(/(function enforce\([^)]*\) \{)/, "enforce = () => {};\n$&"),
  "a guard that does nothing": replace(/(function guard(?:CommonJs)?\([^)]*\) \{)/g, "$1 return () => undefined;"),
  "a refusal that is not thrown": replace(/throw (new \w*ContractViolationError\w*\(contract, judgement)/g, "void $1"),
  "an error that is caught and not thrown again": replace(
    /(its sidecar is damaged; build again`\);\s*)throw (\w+);/,
    "$1return;",
  ),
  "a refusal of enforce that is not thrown": (text) => {
    const start = text.indexOf("function enforce(");
    return text.slice(0, start) + text.slice(start).replace(/throw (new \w+\(contract, judgement)/, "void $1");
  },
  "a refusal under a condition that is false": replace(/if \((judgement\[0\]\?\.every)/g, "if (0 && $1"),
  "verdicts of which one suffices": replace("judgement[0]?.every?.(", "judgement[0]?.some?.("),
  "a judge that finds nothing": replace(/(env = \([^)]*\) =>) judgeVariable/, "$1 0 && judgeVariable"),
};

interface Base {
  readonly bundle: Bundle;
  readonly job: Job;
  readonly type: "module" | "commonjs";
  readonly inFunction: boolean;
  /** Edits that do not depend on the bundler are tried with esbuild: of others, each of so many. */
  readonly each?: number;
}

const BASES: Readonly<Record<string, Base>> = {
  "esbuild, ESM": {
    bundle: bundleWithEsbuild,
    job: { entries: ["main"], format: "esm" },
    type: "module",
    inFunction: false,
  },
  "esbuild, CommonJS": {
    bundle: bundleWithEsbuild,
    job: { entries: ["main"], format: "cjs" },
    type: "commonjs",
    inFunction: true,
  },
  rolldown: {
    bundle: bundleWithRolldown,
    job: { entries: ["main"], format: "esm" },
    type: "module",
    inFunction: false,
    each: 4,
  },
  webpack: {
    bundle: bundleWithWebpack({ optimization: { concatenateModules: false, mangleExports: false } }),
    job: { entries: ["main"], format: "cjs" },
    type: "module",
    inFunction: true,
    each: 4,
  },
};

/** The call that validates the exports of a package: by the module, or by its sidecar where that is CommonJS. */
const SHAPES =
  /(?:\(0, ?)?[\w$.]*(?:\$shaped[\w$]*\)?\(\{ ?"?tiny"?: [^\n]*?\}\)|\bshaped\)?\("app\/src\/pay[^\n]*\}\));?/;
const shapes =
  (write: (call: string) => string): Edit =>
  (text) =>
    text.replace(SHAPES, (call) => write(call.replace(/;$/, "")));

const SHAPE_EDITS: Readonly<Record<string, Edit>> = {
  "no validation of exports": shapes(() => ""),
  "a condition around it": shapes((call) => `if (process.env.VALIDATED) ${call};`),
  "a condition in it": shapes((call) => `process.env.UNGUARDED || ${call};`),
  "a swallowed refusal of exports": shapes((call) => `try { ${call}; } catch {}`),
  "a validation that comes later": shapes((call) => `Promise.resolve().then(() => ${call});`),
  "a validation that is only a function": shapes((call) => `globalThis.nobody = () => ${call};`),
  "a validation of no package": shapes((call) => call.replace(/\{ ?"?tiny"?: .*\}/, "{}")),
  "a validation of another package": shapes((call) => call.replace("tiny", "tinier")),
  "a package that is given as it is": shapes((call) => call.replace("() =>", "")),
  "a getter that gives the package": shapes((call) =>
    call.replace(/\{ ?"?tiny"?: \(\) => (.*)\}/, "{ get tiny() { return () => $1; } }"),
  ),
  "a validation behind the module's own code": (text) => {
    const [call = ""] = SHAPES.exec(text) ?? [];
    return text.replace(call, "").replace(/^.*"pay: evaluated".*\n/m, (line) => `${line}${call};\n`);
  },
  "a validation for another contract": (text) =>
    text.replace(/(shaped\)?|\bat)\("app\/src\/pay\.ts#\w+"/, '$1("app/src/other.ts#1a2b3c"'),
};

/** What a module imports of a package, and what it does. */
const SHAPED_SOURCES = {
  "node_modules/tiny/package.json": '{ "name": "tiny", "version": "1.2.3", "main": "index.js" }',
  "node_modules/tiny/index.js": 'console.log("tiny: evaluated"); exports.tiny = 1;\n',
  "node_modules/tiny/index.d.ts": "export declare const tiny: number;\n",
  "src/pay.ts":
    '/** @importspy { packages: { tiny: Package<"^1", { tiny: number }> } } */\nimport { tiny } from "tiny";\nconsole.log("pay: evaluated");\nexport const pay = () => tiny;\n',
  "src/main.ts": 'import { pay } from "./pay.js";\nconsole.log("main: evaluated", pay());\n',
};

describe("importspy verify proves that the exports of packages are validated", () => {
  for (const [name, { bundle, job, type }] of Object.entries(BASES)) {
    it(name, async () => {
      const dependencies = { importspy: "0.1.0", tiny: "^1" };
      const project = await createProject({
        ...SHAPED_SOURCES,
        "package.json": JSON.stringify({ name: "app", version: "1.0.0", type, dependencies }),
      });
      const built = await project.importspy(["build"]);
      assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
      // An ES module evaluates what is external before all else, and verify says so.
      for (const external of job.format === "cjs" ? [[], ["tiny"]] : [[]]) {
        const folder = external.length ? "external" : "inlined";
        await bundle(project, { ...job, external }, folder);
        const [emitted] = await project.list(folder);
        const text = (await project.read(emitted!)).replaceAll(/\/\* [\w$]+ \*\//g, "");
        const verify = verifierOf(project);
        const honest = await verify(text);
        assert.equal(honest.code, 0, honest.stdout);
        for (const [title, edit] of Object.entries(SHAPE_EDITS)) {
          const changed = edit(text);
          // A sidecar of CommonJS gives the packages in one form, and a module has its own code elsewhere.
          if (changed === text && type === "commonjs") continue;
          assert.notEqual(changed, text, `${title}: the edit found nothing to edit in\n${text.slice(-3000)}`);
          await assert.doesNotReject(transform(changed), title);
          const { code, stdout } = await verify(changed);
          assert.match(stdout, /^[✗?] edited/m, title);
          assert.ok(code === 1 || code === 2, `${title}\n${stdout}`);
        }
      }
      await project.remove();
    });
  }
});

/** A module that reads its variables: a generated function reads them all at once. */
const READING_SOURCES = {
  "src/settings.ts": `import { type Default, env, type Maximum, type MinLength, type Secret } from "importspy";
/** @importspy */
export interface Contract {
  env: {
    NAME: string & MinLength<3>; PORT: number & Maximum<65535> & Default<3001>; ID: bigint; LEVEL: "low" | "high";
    FLAG?: boolean; TOKEN: Secret; CODE?: string;
  };
}
console.log("settings: evaluated");
export const { NAME, PORT } = env<Contract>();
`,
  "src/main.ts": 'import { NAME } from "./settings.js";\nconsole.log("main: evaluated", typeof NAME);\n',
};

/** Edits of that function, in esbuild's way of writing it. */
const READER_EDITS: Readonly<Record<string, Edit>> = {
  "a function that admits everything": replace(/(\(env\d*, is\d*, v\d*, t\d*, n\d*\) =>) /, "$1 true || "),
  "a function that admits everything, and gives values": replace(
    /(\(env\d*, is\d*, v\d*, t\d*, n\d*\) =>) ([^\n]*?),?\n/,
    "$1 ($2) || true,\n",
  ),
  "a test that is left out": replace(/ && is\d*\[0\]\(t\d*, t\d*\)/, ""),
  "a test of another variable": replace(/(is\d*)\[0\]\(t/, "$1[1](t"),
  "a test that suffices": replace(/(is\d*\[0\]\((\w+), \w+\)) &&/, "($1 || $2) &&"),
  "a kind that is not asked": replace(
    /typeof \(t\d* = env\d*\.TOKEN\) === "string" &&|"string" === typeof \(t\d* = env\d*\.TOKEN\) &&/,
    "((t = env.TOKEN), true) &&",
  ),
  "a numeral that may be anything": replace(/\^-\?\\d\+\$(\/\.test\(\w+\) && \(*n\d* = BigInt)/, "^-?\\d*$$$1"),
  "a number that may be infinite": replace(/(= \+t\d*\)) \* 0 === 0/, "$1 * 0 !== 1"),
  "a literal that is not asked for": replace(/t\d* === "high"/, '$& || t !== "low"'),
  "an absent variable that is not missing": replace(/= (env\d*)\.ID\b/, '= $1.ID ?? "1"'),
  "a value of another variable": replace(/(v\d*)\.NAME = t\d*/, "$1.NAME = env.TOKEN"),
  "a secret that is given away": replace(/(v\d*\.NAME = t\d*)/, "$1, v.CODE = env.TOKEN"),
  "two that are wrong, and one that is not": replace(
    /(typeof \(t\d* = env\d*\.NAME\) === "string"|"string" === typeof \(t\d* = env\d*\.NAME\))/,
    '($1) === ("string" === typeof env.TOKEN)',
  ),
  "another default": replace("= 3001", "= 3002"),
};

describe("importspy verify compares the function that reads all variables", () => {
  it("of esbuild's bundle", async () => {
    const manifest = JSON.stringify({ ...PACKAGE, type: "module" });
    const project = await createProject({ ...READING_SOURCES, "package.json": manifest });
    assert.deepEqual(await project.importspy(["build"]), { code: 0, stdout: "", stderr: "" });
    await bundleWithEsbuild(project, { entries: ["main"], format: "esm" }, "out");
    const text = await project.read("out/main.js");
    const verify = verifierOf(project);
    const honest = await verify(text);
    assert.equal(honest.code, 0, honest.stdout);
    for (const [title, edit] of Object.entries(READER_EDITS)) {
      const changed = edit(text);
      assert.notEqual(changed, text, `${title}: the edit found nothing to edit in\n${text.slice(-3000)}`);
      await assert.doesNotReject(transform(changed), title);
      const { code, stdout } = await verify(changed);
      assert.match(stdout, /^✗ edited/m, `${title}\n${stdout}`);
      assert.equal(code, 1, `${title}\n${stdout}`);
    }
    await project.remove();
  });
});

for (const [name, { bundle, job, type, inFunction, each = 1 }] of Object.entries(BASES)) {
  describe(`importspy verify is not taken in by a bundle of ${name} with`, () => {
    let project: Project;
    let text: string;
    before(async () => {
      project = await createProject({ ...SOURCES, "package.json": JSON.stringify({ ...PACKAGE, type }) });
      const built = await project.importspy(["build"]);
      assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
      await bundle(project, job, "out");
      const [emitted] = await project.list("out");
      // webpack writes down how names were called: `guard/* enforce */.enforce`.
      text = (await project.read(emitted!)).replaceAll(/\/\* [\w$]+ \*\//g, "");
    });
    after(() => project.remove());

    const verify = (changed: string) => verifierOf(project)(changed);

    it("nothing edited", async () => {
      const { code, stdout } = await verify(text);
      assert.equal(code, 0, stdout);
    });

    const edits = Object.entries({ ...EDITS, ...(inFunction && IN_FUNCTION) }).filter((_, index) => !(index % each));
    for (const [title, edit] of [...edits, ...Object.entries(RUNTIME_EDITS)]) {
      it(title, async () => {
        const changed = edit(text);
        assert.notEqual(changed, text, "the edit found nothing to edit");
        await assert.doesNotReject(transform(changed), "what comes of it is JavaScript");
        const { code, stdout } = await verify(changed);
        assert.match(stdout, /^[✗?] edited/m);
        assert.ok(code === 1 || code === 2, stdout);
      });
    }
  });
}

const numbering = { concatenateModules: false, mangleExports: false, moduleIds: "named" } as const;
const FORGED = "{ exports: { $importspy() {} } }";
const FORGING = "(module) => { module.exports = { $importspy() {} }; }";
const SIDECAR = /["'](\.\/dist\/payments\.importspy\.js)["']/;

/** Edits of what webpack and Rspack write themselves; `ID` is the number of the sidecar. */
const LOADER_EDITS: Readonly<Record<string, (id: string) => Edit>> = {
  "a cache that is filled": (id) => replace(/(__webpack_module_cache__ = \{)\}/, `$1 ${id}: ${FORGED} }`),
  "a cache that is filled later": (id) =>
    replace("// The require function", `__webpack_module_cache__[${id}] = ${FORGED};`),
  "a cache under another name": (id) =>
    replace("// The require function", `const cache = __webpack_module_cache__; cache[${id}] = ${FORGED};`),
  "a cache that is exposed": (id) =>
    replace(/(?=__webpack_require__\.m =)/, `(__webpack_require__.c = __webpack_module_cache__)[${id}] = ${FORGED};`),
  "errors that are swallowed": () => replace(/__webpack_modules__\[moduleId\]\(module,[^;]*;/, "try { $& } catch {}"),
  "a module that is left out": (id) =>
    replace(/__webpack_modules__\[moduleId\]\(module,[^;]*;/, `if (moduleId !== ${id}) { $& }`),
  "a module that is loaded for another": (id) =>
    replace(/(?=(?:const|var) cachedModule)/, `if (moduleId === ${id}) moduleId = "./dist/bill.importspy.js";`),
  "an early return": (id) =>
    replace(/(?=(?:const|var) cachedModule)/, `if (moduleId === ${id}) return ${FORGED}.exports;`),
  "a late return": (id) =>
    replace("return module.exports;", `return moduleId === ${id} ? ${FORGED}.exports : module.exports;`),
  "another function for modules": (id) =>
    replace(
      "module.exports, __webpack_require__)",
      `module.exports, (id) => (id === ${id} ? ${FORGED}.exports : __webpack_require__(id)))`,
    ),
  "a function that is replaced": (id) =>
    replace(
      /(?=__webpack_require__\.m =)/,
      `__webpack_require__ = ((old) => (id) => (id === ${id} ? ${FORGED}.exports : old(id)))(__webpack_require__);`,
    ),
  "a module that is replaced": (id) =>
    replace(/(?=__webpack_require__\.m =)/, `__webpack_modules__[${id}] = ${FORGING};`),
  "a module that is replaced by another name": (id) =>
    replace(/__webpack_require__\.m = [^;]*;/, `$& __webpack_require__.m[${id}] = ${FORGING};`),
  "modules that are assigned": () =>
    replace(/(?=__webpack_require__\.m =)/, "Object.assign(__webpack_modules__, globalThis.others);"),
  "another list": () => replace(/(__webpack_require__\.m = )([^;]*);/, "$1new Proxy($2, {});"),
  "a chunk that is changed as it comes": (id) =>
    replace(/(__webpack_require__\.m\[moduleId\] = )/, `$1 moduleId === ${id} ? ${FORGING} : `),
  "a chunk whose modules are swapped": (id) =>
    replace(/(__webpack_require__\.m\[moduleId\] = \w+\[)(moduleId)/, `$1 moduleId === ${id} ? "a" : moduleId`),
  "exports that are defined otherwise": () =>
    replace(
      /(__webpack_require__\.d = \(\w+, (\w+)[^{]*\{)/,
      "$1 if ($2.$importspy) $2 = { $importspy: () => () => {} };",
    ),
  "exports that nobody defines": () => replace(/(?=__webpack_require__\.f =)/, "__webpack_require__.d = () => {};"),
};

/** Edits of the chunk that has the contracted module. */
const CHUNK_EDITS: Readonly<Record<string, (id: string) => Edit>> = {
  "a number that is given twice": (id) => replace(/(_modules__ = \{)/, `$1 ${id}: globalThis.other,`),
  "modules that are spread": () => replace(/(_modules__ = \{)/, "$1 ...globalThis.others,"),
  "a number that is computed": () =>
    replace(/(_modules__ = \{)/, `$1 [["./dist/payments", "importspy.js"].join(".")]: ${FORGING},`),
  "a module that is replaced behind the list": (id) => (text) =>
    `${text}\n${/\w+_modules__(?= = \{)/.exec(text)![0]}[${id}] = ${FORGING};\n`,
  "a module that replaces another": (id) =>
    replace(/(?=console\.log\("payments: evaluated)/, `__webpack_require__.m[${id}] = ${FORGING};`),
  "a module that passes the function on": (id) =>
    replace(
      /(?=console\.log\("payments: evaluated)/,
      `{ const load = __webpack_require__; load.m[${id}] = ${FORGING}; }`,
    ),
  "a function that takes the sidecar": (id) => (text) =>
    text.replace(`__webpack_require__(${id})`, `((_) => (${FORGED}.exports))(__webpack_require__(${id}))`),
  "a function with a name that takes the sidecar": (id) => (text) =>
    text
      .replace(`__webpack_require__(${id})`, `take(__webpack_require__(${id}))`)
      .concat(`\nfunction take(_) { return ${FORGED}.exports; }\n`),
};

for (const [bundler, bundle] of Object.entries({
  webpack: bundleWithWebpack({ optimization: numbering }),
  Rspack: bundleWithRspack(numbering),
})) {
  describe(`importspy verify is not taken in where ${bundler} has numbered modules, by`, () => {
    let project: Project;
    let files: Readonly<Record<string, string>>;
    before(async () => {
      project = await createProject({
        ...SOURCES,
        "package.json": JSON.stringify({ ...PACKAGE, type: "module" }),
        "src/main.ts":
          'import { bill } from "./bill.js";\nconsole.log(bill);\nconsole.log((await import("./payments.js")).pay());\n',
      });
      const built = await project.importspy(["build"]);
      assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
      await bundle(project, { entries: ["main"], format: "esm" }, "out");
      const names = await project.list("out");
      const texts = names.map(async (name) => [
        name,
        (await project.read(name)).replaceAll(/\/\* [\w$.]+ \*\/ ?/g, ""),
      ]);
      files = Object.fromEntries(await Promise.all(texts));
    });
    after(() => project.remove());

    const verify = async (edit: Edit, isEdited: (text: string) => boolean) => {
      let changes = 0;
      const edited = Object.entries(files).map(([name, text]) => {
        const changed = isEdited(text) ? edit(text) : text;
        if (changed !== text) changes++;
        return [name.replace(/^out/, "edited"), changed] as const;
      });
      await Promise.all(edited.map(([, text]) => assert.doesNotReject(transform(text), "it is JavaScript")));
      await project.write(Object.fromEntries(edited));
      return { changes, ...(await verifyIn(project.folder, ["dist", "edited"])) };
    };
    const idOf = () => JSON.stringify(SIDECAR.exec(Object.values(files).join("\n"))![1]);
    const isLoader = (text: string) => text.includes("function __webpack_require__(");

    it("nothing edited", async () => {
      const { code, stdout } = await verify((text) => text, isLoader);
      assert.equal(code, 0, stdout);
    });

    for (const [title, edit] of Object.entries(LOADER_EDITS)) {
      it(title, async () => {
        const { changes, code, stdout } = await verify(edit(idOf()), isLoader);
        assert.equal(changes, 1, "the edit found nothing to edit");
        assert.equal(code, 2, stdout);
        assert.match(
          stdout,
          /^\? edited\S+ +holds the contract of app\/src\/payments\.ts in a form that proves nothing/m,
        );
      });
    }
    for (const [title, edit] of Object.entries(CHUNK_EDITS)) {
      it(title, async () => {
        const { changes, code, stdout } = await verify(edit(idOf()), (text) => !isLoader(text));
        assert.equal(changes, 1, "the edit found nothing to edit");
        assert.match(stdout, /^[✗?] edited/m);
        assert.ok(code === 1 || code === 2, stdout);
      });
    }
  });
}
