/**
 * Variables that a bundler puts into code as it builds: `process.env.X` becomes a text. A contract is judged by what its
 * module will read, so sidecars read variables in the same form.
 *
 * @module
 */
import { readSidecar } from "importspy/dist/artifacts.cjs";
import { memoize } from "../../analysis/memoize.js";
import { INLINED_JUDGES } from "../../artifacts/inlinedJudges.js";
import { version } from "../../artifacts/version.js";

/** How code reads variables. */
export interface InlinedVariables {
  /** What is put in the place of a variable: `import.meta.env.VITE_X`; `undefined` for one that is not put in. */
  expressionOf(name: string): string | undefined;
  /** Whether a variable is put in, once all modules are read. */
  isPutIn(name: string): boolean;
  /** Which variables are put in, for people: `that are set when it is built`. */
  readonly where: string;
}

/** The two forms in which sources read a variable. */
const FORMS = ["import.meta.env", "process.env"];

/** Whether a text that stands for all variables, `{"X":"1"}`, has one; one that is no JSON may have it. */
function mayHave(text: unknown, name: string): boolean {
  if (typeof text !== "string") return typeof text === "object" && text !== null && Object.hasOwn(text, name);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && Object.hasOwn(value, name);
  } catch {
    return true;
  }
}

/**
 * The form in which a bundler's `define` replaces a variable.
 *
 * @param define - What the option says, by expression.
 * @param name - The variable.
 * @returns `process.env.X`; `undefined` for one that is not replaced.
 */
export function definedForm(define: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const form = FORMS.find(
    (each) => Object.hasOwn(define, `${each}.${name}`) || (Object.hasOwn(define, each) && mayHave(define[each], name)),
  );
  return form && `${form}.${name}`;
}

/** The variables that a bundler's `define` replaces. */
export function definedVariables(define: Readonly<Record<string, unknown>>): InlinedVariables {
  const expressionOf = memoize((name: string) => definedForm(define, name));
  return { expressionOf, isPutIn: (name) => expressionOf(name) !== undefined, where: "that 'define' names" };
}

/** The names of variables that a sidecar's contracts ask for. */
export function variablesIn(text: string): readonly string[] {
  const { contract, provided } = readSidecar(text, version);
  const conditions = [...(contract ? [contract] : []), ...provided].flatMap(({ data }) =>
    data.alternatives.flatMap((alternative) => alternative.conditions),
  );
  return [...new Set(conditions.flatMap(({ path }) => (path.startsWith("env.") ? path.slice("env.".length) : [])))];
}

/** What a contract uses of the runtime: `{ env: variables, judgeImporter },` */
const USES = /^\{ (\w+(?:: \w+)?(?:, \w+(?:: \w+)?)*) \},$/gm;

/**
 * Has a sidecar judge variables in the form that the bundler replaces.
 *
 * `{ env },` → `{ env: inlinedEnv, inlined },`, where `inlined` gives `{ API: process.env.API }`
 *
 * @param text - The sidecar, an ES module.
 * @param variables - How code reads variables.
 */
export function readInlined(text: string, { expressionOf }: Pick<InlinedVariables, "expressionOf">): string {
  // Most sidecars are those of importers, which ask for no variables themselves.
  if (!text.includes("env.")) return text;
  const inlined = variablesIn(text).flatMap((name) => {
    const expression = expressionOf(name);
    return expression === undefined ? [] : [`${JSON.stringify(name)}: ${expression}`];
  });
  if (!inlined.length) return text;
  const imports = new Map<string, string>();
  const changed = text.replaceAll(USES, (line, list: string) => {
    const uses = list.split(", ");
    // `env`, `env: variables`
    const own = uses.find((use) => use.split(": ")[0] === "env");
    const judge = own?.split(": ").at(-1);
    const inlinedJudge = judge === undefined ? undefined : INLINED_JUDGES.get(judge);
    if (!inlinedJudge) return line;
    const { by, file } = inlinedJudge;
    imports.set(by, file);
    return `{ ${[`env: ${by}`, "inlined", ...uses.filter((use) => use !== own)].join(", ")} },`;
  });
  const added = [
    ...[...imports].map(([name, file]) => `import { ${name} } from "importspy/dist/${file}.mjs";`),
    `const inlined = () => ({ ${inlined.join(", ")} });`,
  ];
  // Behind the first line, which says what the text was.
  return changed.replace("\n", () => `\n${added.join("\n")}\n`);
}
