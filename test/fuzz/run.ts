/**
 * Judges random contracts by the code that is really generated and by the real runtime, against what docs/contract.md
 * says.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import * as formats from "importspy/dist/formats.cjs";
import * as guard from "importspy/dist/guard.cjs";
import * as values from "importspy/dist/values.cjs";
import ts from "typescript";
import { compile } from "../src/compile.ts";
import { type Form, moduleOf, randomVariables } from "./contracts.ts";
import { judge, type Variable } from "./oracle.ts";
import { createRandom, type Random } from "./random.ts";
import { randomText } from "./texts.ts";
import { textOf } from "./types.ts";

/** What is to be judged. */
export interface FuzzOptions {
  readonly seed: number;
  /** At least as many judgements are made. */
  readonly judgements: number;
  /** Told now and then. */
  readonly progress?: (judgements: number) => void;
}

/** What was judged. */
export interface FuzzResult {
  readonly judgements: number;
  readonly contracts: number;
  /** How many judgements found a violation. */
  readonly refused: number;
  /** In words, each with the type and the text. */
  readonly disagreements: readonly string[];
}

/** Contracts of one program; to compile them takes as long as to judge as many texts as there are rounds. */
const MOST_CONTRACTS = 40;
const VARIABLES = 25;
/** Variables of a module that reads them: few, so that all are admitted often. */
const VARIABLES_READ = 5;
const MOST_ATTEMPTS = 200;
const ROUNDS = 60;
/** More than these are not worth reading. */
const MOST_DISAGREEMENTS = 20;

interface Compiled {
  readonly variables: readonly Variable[];
  /** The module reads its variables by `env<C>()`. */
  readonly isRead: boolean;
  /** Evaluates the sidecar, as an import of the module does first. */
  evaluate(): Values | undefined;
  /** The same without the generated function that reads all variables at once. */
  evaluateEach(): Values | undefined;
}

const FILES: Readonly<Record<string, unknown>> = {
  "importspy/dist/guard.cjs": guard,
  "importspy/dist/formats.cjs": formats,
  "importspy/dist/values.cjs": values,
};

/** What `env<C>()` gives, where the module reads its variables. */
type Values = Readonly<Record<string, unknown>>;

/** The code of a sidecar as it is on disk, in UTF-8. */
function load(text: string): () => Values | undefined {
  const onDisk = Buffer.from(text, "utf8").toString("utf8");
  const evaluate = new Function("exports", "require", onDisk) as (exports: object, require: unknown) => void;
  return () => {
    const exports: { $env?: () => Values } = {};
    evaluate(exports, (name: string) => FILES[name]);
    return exports.$env?.();
  };
}

/** The same sidecar, where each variable is judged and read alone. */
const withoutReader = (text: string) => text.replaceAll("allVariables", "variables");

/** Compiles contracts in one program. */
function compileContracts(random: Random, count: number): readonly Compiled[] | readonly string[] {
  const all = Array.from({ length: count }, () => {
    const form: Form = random.chance(0.2) ? "values" : random.chance(0.5) ? "comment" : "interface";
    return { form, variables: randomVariables(random, form === "values" ? VARIABLES_READ : VARIABLES) };
  });
  const files = Object.fromEntries(
    all.map(({ variables, form }, index) => [`contract${index}.ts`, moduleOf(variables, form)]),
  );
  const options = { module: ts.ModuleKind.Node20, moduleResolution: ts.ModuleResolutionKind.Node16 };
  const { errors, emitted } = compile({ ...files, "package.json": '{ "name": "fuzz" }' }, options);
  if (errors.length) {
    return errors.map((error) => {
      const [, file = "", line = "0"] = /^([\w.]+):(\d+)/.exec(error) ?? [];
      return `${error}\n  ${files[file]?.split("\n")[Number(line) - 1]}`;
    });
  }
  return all.map(({ variables, form }, index) => {
    const text = emitted[`dist/contract${index}.importspy.js`]!;
    return { variables, isRead: form === "values", evaluate: load(text), evaluateEach: load(withoutReader(text)) };
  });
}

/** What the runtime says of each variable: the kind of its violation. */
function violationsOf({ evaluate }: Pick<Compiled, "evaluate">): ReadonlyMap<string, string> {
  try {
    evaluate();
    return new Map();
  } catch (error) {
    if (!(error instanceof guard.ContractViolationError)) throw error;
    return new Map(error.violations.map(({ path, kind }) => [path, kind]));
  }
}

/** Runs with a whole environment in the place of the real one. */
function withEnvironment<Result>(variables: NodeJS.ProcessEnv, run: () => Result): Result {
  const { env } = process;
  try {
    process.env = variables;
    return run();
  } finally {
    process.env = env;
  }
}

const wordsOf = ({ name, isOptional, type }: Variable, text: string | undefined) =>
  `${JSON.stringify(name)}${isOptional ? "?" : ""}: ${textOf(type)}\n  of ${JSON.stringify(text)}`;

/** A text for each variable that it admits; `undefined` when one is hard to find. */
function admittedTexts(random: Random, { variables }: Compiled): readonly (string | undefined)[] | undefined {
  const found = variables.map((variable) => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const text = randomText(random, variable.type);
      if (judge(variable, text) === undefined) return { text };
    }
    return undefined;
  });
  return found.every((each) => each !== undefined) ? found.map(({ text }) => text) : undefined;
}

/** The values, with those of secrets. */
const revealed = (all: Values | undefined) =>
  all &&
  Object.entries(all).map(([name, value]) => [
    name,
    typeof (value as { reveal?: unknown }).reveal === "function" ? (value as { reveal(): unknown }).reveal() : value,
  ]);

/** Judges random contracts. The same options give the same result. */
export function fuzz({ seed, judgements: wanted, progress }: FuzzOptions): FuzzResult {
  const random = createRandom(seed);
  const disagreements: string[] = [];
  let [judgements, contracts, refused] = [0, 0, 0];

  /** Judges texts, one for each variable. */
  const judgeTexts = (compiled: Compiled, texts: readonly (string | undefined)[]) => {
    const environment = Object.create(null) as NodeJS.ProcessEnv;
    for (const [index, { name }] of compiled.variables.entries()) {
      if (texts[index] !== undefined) environment[name] = texts[index];
    }
    const before = disagreements.length;
    const violations = withEnvironment(environment, () => violationsOf(compiled));
    for (const [index, variable] of compiled.variables.entries()) {
      const expected = judge(variable, texts[index]);
      const found = violations.get(`env.${variable.name}`);
      judgements++;
      if (found) refused++;
      if (found === expected) continue;
      disagreements.push(
        `${wordsOf(variable, texts[index])}: the runtime says ${found ?? "admitted"}, ` +
          `the documentation ${expected ?? "admitted"}`,
      );
    }
    return { environment, isAdmitted: violations.size === 0 && disagreements.length === before };
  };

  const judgeOnce = (compiled: Compiled) => {
    judgeTexts(
      compiled,
      compiled.variables.map(({ type }) => randomText(random, type)),
    );
  };

  /** Judges texts of which all, or all but one, are admitted. What is read together must be what is read alone. */
  const judgeTogether = (compiled: Compiled, admitted: readonly (string | undefined)[]) => {
    const changed = random.chance(0.5) ? random.below(admitted.length) : undefined;
    const texts = admitted.map((text, index) =>
      index === changed ? randomText(random, compiled.variables[index]!.type) : text,
    );
    const { environment, isAdmitted } = judgeTexts(compiled, texts);
    if (!isAdmitted) return;
    const together = withEnvironment(environment, compiled.evaluate);
    const alone = withEnvironment(environment, compiled.evaluateEach);
    if (isDeepStrictEqual(revealed(together), revealed(alone))) return;
    const words = compiled.variables.map((variable, index) => wordsOf(variable, texts[index]));
    disagreements.push(`${words.join("\n")}\n  are not read as each alone is`);
  };

  while (judgements < wanted && disagreements.length < MOST_DISAGREEMENTS) {
    const count = Math.min(MOST_CONTRACTS, Math.ceil((wanted - judgements) / VARIABLES / ROUNDS));
    const all = compileContracts(random, count);
    for (const compiled of all) {
      if (typeof compiled === "string") {
        disagreements.push(compiled);
        continue;
      }
      contracts++;
      const left = Math.ceil((wanted - judgements) / VARIABLES);
      const admitted = compiled.isRead ? admittedTexts(random, compiled) : undefined;
      for (let round = 0; round < Math.min(ROUNDS, left); round++) {
        if (admitted) judgeTogether(compiled, admitted);
        else judgeOnce(compiled);
      }
      progress?.(judgements);
    }
  }
  return { judgements, contracts, refused, disagreements: disagreements.slice(0, MOST_DISAGREEMENTS) };
}
