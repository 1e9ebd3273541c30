import path from "node:path";
import type { Word } from "../../project/shell.js";
import { type GivenOption, hasOption, list, splitArguments, splitCommand, valuesOf } from "../arguments.js";
import type { Call, Project } from "../model.js";
import { NODE_OPTIONS_WITH_VALUE, optionsOf } from "../node.js";
import { hasPart } from "../tools/inputs.js";
import type { Deed } from "../tools/tool.js";
import { decisive, type Mode, type Reach, type Tracer } from "./trace.js";

/** What a call does with code, and what the code reaches. */
export interface Taken {
  readonly does: Deed;
  readonly reach: Reach;
}

/** Finds the code of a call; `undefined` when it has none. */
type FindTaken = (call: Call, tracer: Tracer, project: Project) => Taken | undefined;

const MODULES = "{js,cjs,mjs,ts,cts,mts}";

/** The default test patterns of runtimes. */
const NODE_TESTS = [`**/*{.,-,_}test.${MODULES}`, `**/{test-*,test}.${MODULES}`, `**/test/**/*.${MODULES}`];
const BUN_TESTS = ["**/*{.,_}{test,spec}.{js,jsx,ts,tsx,mjs,cjs,mts,cts}"];
const DENO_TESTS = ["**/{*_,*.,}test.{ts,tsx,mts,js,mjs,jsx}"];

const BUN_OPTIONS = list(
  "--preload -r --cwd --filter -F --env-file -t --timeout --outdir --outfile --target --format --define --external",
);
const DENO_OPTIONS = list("-c --config --import-map -o --output --env-file --port --host --target --ext");

/** Programs that ignore `paths` of tsconfig.json, unless something is preloaded. */
const WITHOUT_PATHS: ReadonlySet<string> = new Set(list("node deno electron pm2 pm2-runtime forever nodemon"));

/** How a call runs its code. */
export function modeOf(call: Call, isTest: boolean, more: readonly string[] = []): Mode {
  const { program, args, unit, folder } = call;
  const given = splitArguments([...optionsOf(call), ...args], NODE_OPTIONS_WITH_VALUE);
  const named = valuesOf(given, "-C", "--conditions").flatMap(({ text }) => text.split(","));
  const own = program === "bun" || program === "deno" ? [program] : [];
  const isDevelopment = program === "vitest" || (program === "vite" && args[0]?.text !== "build");
  const usesPaths = !WITHOUT_PATHS.has(program) || hasOption(given, "-r", "--require", "--import", "--loader");
  const conditions = [...named, ...own, ...more, ...(isDevelopment ? ["development"] : [])];
  return { unit, folder, isTest, conditions, usesPaths };
}

const computed = (text: string): Reach => ({
  kind: "unknown",
  file: text,
  why: `what ${text} is, only the shell knows`,
});

/** What preloaded modules reach. Packages are not project code. */
function preloaded(options: readonly GivenOption[], names: readonly string[], call: Call, tracer: Tracer): Reach[] {
  const paths = valuesOf({ options }, ...names).filter(({ text }) => /^\.{0,2}\//.test(text));
  return paths.map(({ text }) => tracer.reachOfPath(text, call.folder, modeOf(call, false)));
}

function takenProgram(call: Call, tracer: Tracer, file: Word | undefined, before: readonly Reach[] = []): Taken {
  const own = (word: Word) =>
    word.isDynamic ? computed(word.text) : tracer.reachOfProgram(word.text, call.folder, modeOf(call, false));
  return { does: "runs", reach: decisive([...before, ...(file ? [own(file)] : [])], call.shown) };
}

function takenTests(
  call: Call,
  tracer: Tracer,
  words: readonly Word[],
  defaults: readonly string[],
  before: readonly Reach[] = [],
  isSelected?: (file: string) => boolean,
): Taken {
  const mode = modeOf(call, true);
  const named = words.map(({ text, isDynamic }) =>
    isDynamic ? computed(text) : tracer.reachOfPath(text, call.folder, mode),
  );
  const isByPattern = isSelected !== undefined || !words.length;
  const others = isByPattern ? [tracer.reachOfPatterns(defaults, call.folder, mode, isSelected)] : [];
  return { does: "tests", reach: decisive([...before, ...named, ...others], call.shown) };
}

/** What code in an argument reaches: `node -e "require('./dist/main.js')"`. */
export function takenCode(call: Call, tracer: Tracer, code: readonly Word[], before: readonly Reach[] = []): Taken {
  const mode = modeOf(call, false);
  const reaches = code.map(({ text, isDynamic }) => (isDynamic ? computed(text) : tracer.reachOfText(text, mode)));
  return { does: "runs", reach: decisive([...before, ...reaches], call.shown) };
}

const node: FindTaken = (call, tracer) => {
  const own = splitCommand(call.args, NODE_OPTIONS_WITH_VALUE);
  const options = [...splitArguments(optionsOf(call), NODE_OPTIONS_WITH_VALUE).options, ...own.options];
  if (hasOption({ options }, "--check", "-c")) return undefined;
  const preloads = ["-r", "--require", "--import", "--loader", "--experimental-loader"];
  const before = preloaded(options, preloads, call, tracer);
  const code = valuesOf({ options }, "-e", "--eval", "-p", "--print", "-pe");
  if (code.length) return takenCode(call, tracer, code, before);
  if (!hasOption({ options }, "--test")) return takenProgram(call, tracer, own.command[0], before);
  // Here options may follow patterns.
  const { operands, rest } = splitArguments(own.command, NODE_OPTIONS_WITH_VALUE);
  return takenTests(call, tracer, [...operands, ...rest], NODE_TESTS, before);
};

const bun: FindTaken = (call, tracer) => {
  const { options, operands, rest } = splitArguments(call.args, BUN_OPTIONS);
  const [verb, ...others] = operands;
  const before = preloaded(options, ["--preload", "-r", "--import"], call, tracer);
  if (verb?.text === "test") {
    // Words without a slash are filters.
    const paths = others.filter(({ text }) => text.includes("/"));
    const filters = others.filter((each) => !paths.includes(each)).map(({ text }) => hasPart(text));
    // A word behind an option may be the value of the option.
    const isClear = !options.length && others.every(({ isDynamic }) => !isDynamic);
    const isSelected = (file: string) => !isClear || filters.some((has) => has(file));
    return takenTests(call, tracer, paths, BUN_TESTS, before, filters.length ? isSelected : undefined);
  }
  if (verb?.text === "build") {
    const inputs = [...others, ...rest];
    const none: Reach = { kind: "unknown", file: call.shown, why: "no input is named" };
    const reaches = inputs.map(({ text }) => tracer.reachOfPath(text, call.folder, modeOf(call, false)));
    return { does: "bundles", reach: decisive(inputs.length ? reaches : [none], call.shown) };
  }
  return takenProgram(call, tracer, verb?.text === "run" ? others[0] : verb, before);
};

const deno: FindTaken = (call, tracer, { files }) => {
  const { operands } = splitArguments(call.args, DENO_OPTIONS);
  const [verb, ...others] = operands;
  switch (verb?.text) {
    case "test":
    case "bench":
      return takenTests(call, tracer, others, DENO_TESTS);
    case "run":
    case "serve":
    case "compile":
    case "bundle":
      return takenProgram(call, tracer, others[0]);
    case "eval":
      return takenCode(call, tracer, others.slice(0, 1));
    default: {
      const isFile = verb && (/[./]/.test(verb.text) || files.isFile(path.resolve(call.folder, verb.text)));
      return isFile ? takenProgram(call, tracer, verb) : undefined;
    }
  }
};

/** Programs that run JavaScript themselves. */
export const RUNTIMES: ReadonlyMap<string, FindTaken> = new Map(Object.entries({ node, bun, deno }));
