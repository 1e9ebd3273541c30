import type { FieldJudge, Judge } from "../contract.js";
import { readJson } from "../env/json.js";
import { judgeVariable } from "../env/judge.js";
import { readList } from "../env/list.js";
import { readVariable } from "../env/variable.js";
import { readVariables, type Variables, type VariablesFact } from "../facts/variables.js";
import { absent, type Field } from "./field.js";

export const env: Judge = (condition, name, contract) => judgeVariable(condition, name, readVariables(), contract);

/** Also judges lists and JSON. Sidecars import functions of their own for these. */
const judgeAny: FieldJudge<VariablesFact>["judge"] = (condition, name, fact, { validators }) =>
  readVariable(condition, name, fact, { validators, uses: { list: readList, json: readJson } }, () => undefined);

/** Whether a variable is set. A variable may be named `constructor`. */
const isSet = (variables: Variables, name: string) =>
  Object.hasOwn(variables, name) && typeof variables[name] === "string";

/** The error message leaves out the argument, which may contain a secret. */
function parseVariable(text: string, fail: (message: string) => never): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) fail("--env takes a name and a value: --env NAME=value");
  return [text.slice(0, equals), text.slice(equals + 1)];
}

export const field: Field<VariablesFact> = {
  order: 50,
  asks: "environment",
  judges: "value",
  noun: "environment variables",
  words: "Environment variables, by name, each with the type that its value must have.",
  example: "{ PORT: number }",
  takes: "a member for each variable",
  means: "see below",
  members: "any",
  synonyms: { environment: "env" },
  collect: readVariables,
  judge: judgeAny,
  options: {
    "env-file": {
      type: "string",
      // Node.js takes `--env-file` for itself even after the script's name
      // (https://github.com/nodejs/node/issues/54232).
      short: "e",
      multiple: true,
      placeholder: "file",
      description: "Read variables from a file",
    },
    env: { type: "string", multiple: true, placeholder: "NAME=value", description: "Suppose that a variable is set" },
    "ignore-env": { type: "boolean", description: "Suppose that no other variables are set" },
  },
  /**
   * As with `--env-file` of Node.js: variables that are set take precedence over files, later files over earlier ones.
   */
  suppose: (
    given: { "env-file"?: readonly string[]; env?: readonly string[]; "ignore-env"?: boolean },
    { env: own, readVariables: read, fail },
  ) => {
    const files = (given["env-file"] ?? []).map(read);
    const set = (given.env ?? []).map((text) => parseVariable(text, fail));
    const ignores = given["ignore-env"];
    // The environment itself when possible: on Windows its names ignore case, which a copy would not.
    if (!files.length && !set.length && !ignores) return undefined;
    // A Map, not a spread into a literal: a variable may be named `__proto__`.
    const variables = new Map([...files, ignores ? {} : own].flatMap((each) => Object.entries(each)).concat(set));
    return () => [Object.fromEntries(variables), "not set"];
  },
  describe: ({ optional, default: fallback }, name, [variables]) => {
    const otherwise = fallback === undefined ? "" : ", default";
    if (!isSet(variables, name)) return absent(`not set${otherwise}`);
    return absent(variables[name] || !optional ? "set" : `empty${otherwise}`);
  },
  offer: ([variables], asked) =>
    asked.map((name) => ({ path: `env.${name}`, ...absent(isSet(variables, name) ? "set" : "not set") })),
};
