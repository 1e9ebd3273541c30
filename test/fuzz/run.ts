/**
 * Judges random contracts by the code that is really generated and by the real runtime, against what docs/contract.md
 * says.
 *
 * @module
 */
import * as formats from "importspy/dist/formats.cjs";
import * as guard from "importspy/dist/guard.cjs";
import ts from "typescript";
import { compile } from "../src/compile.ts";
import { moduleOf, randomVariables } from "./contracts.ts";
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
const ROUNDS = 60;
/** More than these are not worth reading. */
const MOST_DISAGREEMENTS = 20;

interface Compiled {
  readonly variables: readonly Variable[];
  /** Evaluates the sidecar, as an import of the module does first. */
  evaluate(): void;
}

const FILES: Readonly<Record<string, unknown>> = {
  "importspy/dist/guard.cjs": guard,
  "importspy/dist/formats.cjs": formats,
};

/** The code of a sidecar as it is on disk, in UTF-8. */
function load(text: string): () => void {
  const onDisk = Buffer.from(text, "utf8").toString("utf8");
  const evaluate = new Function("exports", "require", onDisk) as (exports: object, require: unknown) => void;
  return () => evaluate({}, (name: string) => FILES[name]);
}

/** Compiles contracts in one program. */
function compileContracts(random: Random, count: number): readonly Compiled[] | readonly string[] {
  const all = Array.from({ length: count }, () => randomVariables(random, VARIABLES));
  const files = Object.fromEntries(
    all.map((variables, index) => [`contract${index}.ts`, moduleOf(variables, random.chance(0.5))]),
  );
  const options = { module: ts.ModuleKind.Node20, moduleResolution: ts.ModuleResolutionKind.Node16 };
  const { errors, emitted } = compile({ ...files, "package.json": '{ "name": "fuzz" }' }, options);
  if (errors.length) {
    return errors.map((error) => {
      const [, file = "", line = "0"] = /^([\w.]+):(\d+)/.exec(error) ?? [];
      return `${error}\n  ${files[file]?.split("\n")[Number(line) - 1]}`;
    });
  }
  return all.map((variables, index) => ({ variables, evaluate: load(emitted[`dist/contract${index}.importspy.js`]!) }));
}

/** What the runtime says of each variable: the kind of its violation. */
function violationsOf({ evaluate }: Compiled): ReadonlyMap<string, string> {
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

/** Judges random contracts. The same options give the same result. */
export function fuzz({ seed, judgements: wanted, progress }: FuzzOptions): FuzzResult {
  const random = createRandom(seed);
  const disagreements: string[] = [];
  let [judgements, contracts, refused] = [0, 0, 0];

  const judgeOnce = (compiled: Compiled) => {
    const texts = compiled.variables.map(({ type }) => randomText(random, type));
    const environment = Object.create(null) as NodeJS.ProcessEnv;
    for (const [index, { name }] of compiled.variables.entries()) {
      if (texts[index] !== undefined) environment[name] = texts[index];
    }
    const violations = withEnvironment(environment, () => violationsOf(compiled));
    for (const [index, variable] of compiled.variables.entries()) {
      const expected = judge(variable, texts[index]);
      const found = violations.get(`env.${variable.name}`);
      judgements++;
      if (found) refused++;
      if (found === expected) continue;
      const { name, isOptional, type } = variable;
      disagreements.push(
        `${JSON.stringify(name)}${isOptional ? "?" : ""}: ${textOf(type)}\n  of ${JSON.stringify(texts[index])}: ` +
          `the runtime says ${found ?? "admitted"}, the documentation ${expected ?? "admitted"}`,
      );
    }
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
      for (let round = 0; round < Math.min(ROUNDS, left); round++) judgeOnce(compiled);
      progress?.(judgements);
    }
  }
  return { judgements, contracts, refused, disagreements: disagreements.slice(0, MOST_DISAGREEMENTS) };
}
