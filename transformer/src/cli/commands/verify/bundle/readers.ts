/**
 * Compares readers: the generated functions that read all variables of an alternative. Both are given the same
 * environments, and must say and do the same.
 *
 * @module
 */
import type ts from "typescript";
import { once } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { type Outcome, UnknownCode } from "./evaluate.js";
import { Recorder } from "./interpreter.js";

/** How a reader begins. */
const READER = /^\(env, is, v\b/;

/** Whether the text of a validator is that of a reader. */
export const isReader = (text: string): boolean => READER.test(text);

type Variables = Readonly<Record<string, unknown>>;

/** An environment, and the index of a validator that says no. */
interface Probe {
  readonly variables: Variables;
  readonly refusing: number;
}

/** Evaluates a reader with arguments. */
type Judge = (given: readonly unknown[]) => Outcome;

/** Texts that the ways of reading tell apart, no text, and what is not a text. */
const TEXTS = ["", " ", "a", "0", "1", "-1", "007", "1.5", "1.", ".5", "1e3", "0x1", " 1", "1\n", "+1", "1-", "true"];
const VALUES: readonly unknown[] = [...TEXTS, "false", "TRUE", "undefined", `1${"0".repeat(310)}`, undefined, 5, true];

const NONE = -1;
const MOST_PAIRS = 400;

/** The names of the variables, in their order, and the texts with which they are compared. */
function namesAndTexts(
  typescript: TypeScript,
  reader: ts.Node,
): { names: readonly string[]; texts: readonly string[] } {
  const names = new Set<string>();
  const texts = new Set<string>();
  walk(typescript, reader, (node) => {
    const text = literalOf(typescript, node);
    if (text !== undefined) texts.add(text);
    const isAccess = typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node);
    if (!isAccess || node.expression.getText() !== "env") return;
    const name = typescript.isPropertyAccessExpression(node)
      ? node.name.text
      : literalOf(typescript, node.argumentExpression);
    if (name !== undefined) names.add(name);
  });
  return { names: [...names], texts: [...texts] };
}

/** An environment, in which no name is inherited. */
const environment = (variables: Variables): Variables =>
  Object.assign(Object.create(null) as Record<string, unknown>, variables);

/** A text that tells bigints from numbers. */
const shown = (value: unknown): string => `${typeof value} ${String(value)}`;

/** What a reader says of an environment, what it asks the validators, and which values it gives. */
function outcomeOf(
  judge: Judge,
  { variables, refusing }: Probe,
): { text: string; values: ReadonlyMap<string, unknown> } {
  const values = new Map<string, unknown>();
  const steps: string[] = [];
  const validators = new Recorder({
    call(name, given) {
      steps.push([name, ...given.map(shown)].join(" "));
      return Number(name) !== refusing;
    },
  });
  const kept = new Recorder({
    set(name, value) {
      values.set(name, value);
      steps.push(`${name} = ${shown(value)}`);
    },
  });
  const outcome = judge([environment(variables), validators, kept]);
  return { text: [outcome, ...steps].join("\n"), values };
}

/** An environment that the reader admits: each variable has the first text with which it has a value. */
function admitted(judge: Judge, names: readonly string[], texts: readonly string[]): Variables | undefined {
  const candidates = ["a", "1", "true", ...texts];
  let variables: Variables = {};
  for (const name of names) {
    const found = candidates.find((text) => {
      const { values } = outcomeOf(judge, { variables: { ...variables, [name]: text }, refusing: NONE });
      return values.has(name);
    });
    if (found === undefined) return undefined;
    variables = { ...variables, [name]: found };
  }
  return variables;
}

/** The environments that a reader is tried with; `undefined` when none is found that it admits. */
function probesOf(typescript: TypeScript, reader: ts.Node, judge: Judge): readonly Probe[] | undefined {
  const { names, texts } = namesAndTexts(typescript, reader);
  const variables = admitted(judge, names, texts);
  if (!variables) return undefined;
  const values = [...VALUES, ...texts.flatMap((text) => [text, `${text}x`])];
  const single = names.flatMap((name) => values.map((value) => ({ ...variables, [name]: value })));
  // Two that do not hold, and all that do not.
  const pairs = names.flatMap((name, index) =>
    names.slice(index + 1).map((other) => ({ ...variables, [name]: undefined, [other]: undefined })),
  );
  const invalid = Object.fromEntries(names.map((name) => [name, "\n"]));
  const probes = [variables, {}, invalid, ...single, ...pairs.slice(0, MOST_PAIRS)];
  return [
    ...probes.map((each) => ({ variables: each, refusing: NONE })),
    ...names.map((_, index) => ({ variables, refusing: index })),
    ...names.map((name) => ({ variables: { ...variables, [name]: "\n" }, refusing: 0 })),
  ];
}

/**
 * Makes what compares readers with one of the build.
 *
 * @param typescript - The parser.
 * @param reader - The reader of the build.
 * @param judge - Evaluates it.
 * @returns Whether another reader does the same in all environments that both are tried with. It throws
 * {@link UnknownCode} when there is no environment that the reader of the build admits.
 */
export function createReaderComparer(typescript: TypeScript, reader: ts.Node, judge: Judge): (other: Judge) => boolean {
  const expected = once(() =>
    probesOf(typescript, reader, judge)?.map((probe) => [probe, outcomeOf(judge, probe).text] as const),
  );
  return (other) => {
    const all = expected();
    if (!all) throw new UnknownCode("a reader that admits nothing");
    return all.every(([probe, text]) => outcomeOf(other, probe).text === text);
  };
}
