import type { Condition, Finding, Judge } from "../contract.js";
import { type Runtimes, readRuntimes } from "../facts/runtimes.js";
import { mismatch } from "../guard/condition.js";
import { satisfies } from "../guard/range.js";
import { type Field, FULL_VERSION, present } from "./field.js";

/** The runtimes that are present, in words. */
function describeRuntimes(found: Runtimes): string {
  // Only strings have `trim`, the empty string too.
  const entries = Object.entries(found).filter((entry) => (entry[1] as string | undefined)?.trim);
  return entries.map((entry) => entry.join(" ").trim()).join(", ") || "an unknown runtime";
}

/** Judges one runtime against those that are present. */
function judgeRuntime(condition: Condition, name: string, found: Runtimes): Finding | undefined {
  const version = found[name] as string | undefined;
  // Only strings have `trim`: `constructor` and other inherited properties are not runtimes.
  return version?.trim
    ? satisfies(version, condition.range!)
      ? undefined
      : mismatch(version || "an unknown version")
    : { ...mismatch(describeRuntimes(found)), kind: "missing" };
}

/** Judges a runtime, or a union of runtimes, against those that are present. */
function judgeRuntimes(condition: Condition, name: string, found: Runtimes): Finding | undefined {
  const { oneOf } = condition;
  if (!oneOf) return judgeRuntime(condition, name, found);
  const holds = (inner: Condition) => {
    const finding = judgeRuntime(inner, inner.path.slice("runtime.".length), found);
    return !finding || (inner.optional && finding.kind === "missing");
  };
  return oneOf.some((member) => member.every(holds)) ? undefined : mismatch(describeRuntimes(found));
}

export const runtime: Judge = (condition, name) => judgeRuntime(condition, name, readRuntimes());

/** Replaces {@link runtime} in a contract with a union of runtimes. */
export const runtimes: Judge = (condition, name) => judgeRuntimes(condition, name, readRuntimes());

export const field: Field<Runtimes> = {
  order: 40,
  asks: "machine",
  judges: "version",
  noun: "runtime",
  words: 'JavaScript runtimes, each with a semver range or `true`: `{ node: ">=20" }`.',
  example: '{ node: ">=20.11" }',
  takes:
    "members `node`, `bun`, `deno`, `workerd`, `edge-light`, `electron`, `browser`, each a range or `true` for any version",
  means: "all members must hold; of a union of such, one",
  members: {
    node: { noun: "Node.js", words: "The runtime node." },
    bun: { noun: "Bun", words: "The runtime bun." },
    deno: { noun: "Deno", words: "The runtime deno." },
    workerd: { noun: "workerd", words: "The runtime workerd." },
    "edge-light": { noun: "edge-light", words: "The runtime edge-light." },
    electron: { noun: "Electron", words: "The runtime electron." },
    browser: { noun: "browser", words: "The runtime browser." },
  },
  synonyms: {
    nodejs: "node",
    "node.js": "node",
    chrome: "browser",
    cloudflare: "workerd",
    engines: "runtime",
  },
  collect: readRuntimes,
  judge: judgeRuntimes,
  options: { node: { type: "string", placeholder: "version", description: "Suppose another version of Node.js" } },
  suppose: ({ node }: { node?: string }, { fail }) => {
    if (node === undefined) return undefined;
    if (!FULL_VERSION.test(node)) {
      fail(`--node takes a full version, for instance 18.19.0, not ${JSON.stringify(node)}`);
    }
    return () => ({ ...readRuntimes(), node: node.replace(/^v/, "") });
  },
  describe: ({ oneOf }, name, found) => present(String((!oneOf && found[name]) || describeRuntimes(found))),
  offer: (found) =>
    Object.entries(found).flatMap(([name, version]) =>
      typeof version === "string" ? [{ path: `runtime.${name}`, ...present(version || "an unknown version") }] : [],
    ),
};
