/**
 * What a build knows of where its output will run, against what contracts ask for.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { readSidecar } from "importspy/dist/artifacts.cjs";
import { version } from "../../artifacts/version.js";
import type { BundlerProblem } from "./errors.js";
import type { LoadedSidecar } from "./guards.js";
import { messageText } from "./texts.js";

/** Contracts as sidecars have them. */
type Contract = NonNullable<ReturnType<typeof readSidecar>["contract"]>["data"];
type Condition = Contract["alternatives"][number]["conditions"][number];

/** How client code reads variables. */
export interface InlinedVariables {
  /** What is put in the place of a variable: `import.meta.env.VITE_X`; `undefined` for one that is not put in. */
  expressionOf(name: string): string | undefined;
  /** How their names start, for people. */
  readonly prefixes: string;
}

/** Whether a condition can hold in a browser, as far as it is about the runtime. */
function holdsInBrowsers({ path, optional, oneOf }: Condition): boolean {
  if (oneOf) return oneOf.some((member) => member.every(holdsInBrowsers));
  return optional === true || !path.startsWith("runtime.") || path === "runtime.browser";
}

/** `node >=20.11` */
const nameOf = ({ path, expected }: Condition) => [path.replace(/^runtime\.?/, ""), expected].filter(Boolean).join(" ");

function runtimeMistake({ alternatives }: Contract): string | undefined {
  const refusing = alternatives.map(({ conditions }) => conditions.find((each) => !holdsInBrowsers(each)));
  return refusing.every((each) => each !== undefined) ? refusing.map((each) => nameOf(each!)).join(" or ") : undefined;
}

/** The first variable that every environment of the contract's only alternative must have, and that nothing puts in. */
function missingVariable({ alternatives }: Contract, { expressionOf }: InlinedVariables): string | undefined {
  if (alternatives.length > 1) return undefined;
  const names = alternatives[0]!.conditions
    .filter(({ path, optional }) => path.startsWith("env.") && !optional)
    .map(({ path }) => path.slice("env.".length));
  return names.find((name) => expressionOf(name) === undefined);
}

/**
 * Finds why a contracted module can never be loaded in a browser.
 *
 * @param sidecar - Its sidecar.
 * @param variables - How client code reads variables.
 * @param way - The files that lead to it, the entry first, for people.
 */
export function problemInBrowsers(
  { file, text }: LoadedSidecar,
  variables: InlinedVariables,
  way: readonly string[],
): BundlerProblem | undefined {
  const contract = readSidecar(text, version).contract?.data;
  if (!contract) return undefined;
  const { module, line } = contract;
  const asked = runtimeMistake(contract);
  const missing = asked === undefined ? missingVariable(contract, variables) : undefined;
  if (asked === undefined && missing === undefined) return undefined;
  const route = way.join(" → ");
  const message =
    asked === undefined
      ? messageText("variableNotInlined", module, missing!, variables.prefixes, route)
      : messageText("neverInTarget", module, "a browser", asked, route);
  const source = readFileSync(file, "utf8").split(/\r\n|\n|\r/)[line - 1] ?? "";
  return { text: message, file, line, column: 0, length: source.length, frame: `${line} | ${source}` };
}

/**
 * Has a sidecar judge variables in the form that the bundler replaces.
 *
 * `import { enforce, env, guard } from …` → `import { enforce, judgeVariable, guard } from …` and an `env` of its own
 *
 * @param text - The sidecar, an ES module.
 * @param variables - How client code reads variables.
 */
export function readInlined(text: string, { expressionOf }: InlinedVariables): string {
  const { contract, provided } = readSidecar(text, version);
  const conditions = [...(contract ? [contract] : []), ...provided].flatMap(({ data }) =>
    data.alternatives.flatMap((alternative) => alternative.conditions),
  );
  const names = conditions.flatMap(({ path }) => (path.startsWith("env.") ? path.slice("env.".length) : []));
  const inlined = [...new Set(names)].flatMap((name) => {
    const expression = expressionOf(name);
    return expression === undefined ? [] : [`${JSON.stringify(name)}: ${expression}`];
  });
  const imported = /^import \{ (.*) \} from "importspy\/dist\/guard\.mjs";$/m.exec(text);
  if (!inlined.length || !imported) return text;
  const used = imported[1]!.split(", ");
  if (!used.includes("env")) return text;
  const replaced = [...used.filter((name) => name !== "env"), "judgeVariable"].join(", ");
  const own =
    "const env = (condition, name, contract) => judgeVariable(condition, name, " +
    `[{ ...globalThis.process?.env, ${inlined.join(", ")} }, "not set"], contract);`;
  return text.replace(imported[0], `import { ${replaced} } from "importspy/dist/guard.mjs";\n${own}`);
}
