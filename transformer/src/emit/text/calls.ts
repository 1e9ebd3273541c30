/**
 * Finds the planned calls of a file in the text that a host has of it, and guards them there.
 *
 * @module
 */
import type MagicString from "magic-string";
import type ts from "typescript";
import { type TypeScript, unwrap } from "../../compiler/compiler.js";
import { walk } from "../../compiler/walk.js";
import type { Call } from "../../link/assigned.js";
import type { GuardedImport } from "../../link/imports.js";
import type { Load } from "../../link/loads.js";
import { choicesOf } from "../../link/loads.js";
import { isPausing, type NumberedCall, reexportOf } from "../calls.js";
import { emittedSpecifier } from "./syntax.js";

/** A call in the text, and the planned calls that it stands for. */
export interface PairedCall {
  readonly node: Call;
  /** The expression to guard: the call itself, or the CommonJS form of an `import()`. */
  readonly whole: ts.Expression;
  readonly planned: readonly NumberedCall[];
}

/** The calls of a file that load modules. */
interface Calls {
  readonly file: ts.SourceFile;
  readonly loads: readonly Load[];
}

/** One possible specifier of a call. Compilers may split a call with several into one call for each. */
interface LoadingCall {
  readonly node: Call;
  /** The expression of the specifier. */
  readonly specifier: ts.Node;
  readonly whole: ts.Expression;
  readonly form: Load["form"];
  /** The specifiers that it may have. */
  readonly texts: ReadonlySet<string>;
  /** Equal for calls of the same form with the same specifiers. */
  readonly key: string;
}

/** `Promise.resolve().then(() => __importStar(require("./x")))`, the CommonJS form of `import("./x")`. */
function promiseAround(typescript: TypeScript, call: ts.Node): ts.CallExpression | undefined {
  let node = call.parent;
  while (node && !typescript.isFunctionLike(node) && !typescript.isSourceFile(node)) node = node.parent;
  if (!node || !(typescript.isArrowFunction(node) || typescript.isFunctionExpression(node))) return undefined;
  const { parent } = node;
  const isThen =
    typescript.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    typescript.isPropertyAccessExpression(parent.expression) &&
    parent.expression.name.text === "then";
  if (!isThen) return undefined;
  const start = (parent.expression as ts.PropertyAccessExpression).expression;
  return typescript.isCallExpression(start) && /^Promise\s*\.\s*resolve$/.test(start.expression.getText())
    ? parent
    : undefined;
}

function loadingCalls(typescript: TypeScript, { loads }: Calls, isCommonJs: boolean): LoadingCall[] {
  return loads.map(({ node, specifier, form: own, texts: all }) => {
    const promise = isCommonJs ? promiseAround(typescript, node) : undefined;
    const form = promise ? "import()" : own;
    const texts = new Set(all.map(({ text }) => emittedSpecifier(text)));
    return { node, specifier, whole: promise ?? node, form, texts, key: JSON.stringify([form, ...[...texts].sort()]) };
  });
}

/** The callee's name and the specifier of a call, for calls that only types can resolve. */
function looksOf(typescript: TypeScript, { expression, arguments: given }: Call): string {
  const callee = unwrap(typescript, expression);
  const name = typescript.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  const first = given?.[0] && unwrap(typescript, given[0]);
  return JSON.stringify([
    name,
    first && typescript.isStringLiteralLike(first) ? emittedSpecifier(first.text) : undefined,
  ]);
}

function allCalls(typescript: TypeScript, file: ts.SourceFile): Call[] {
  const calls: Call[] = [];
  walk(typescript, file, (node) => {
    if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) calls.push(node);
  });
  return calls;
}

/** Finds the counterpart of an item in another list: it has the same key, and the same index among those with it. */
function counterpart<Item>(
  item: Item,
  own: readonly Item[],
  others: readonly Item[],
  likeness: (item: Item) => string,
): Item | undefined {
  const kind = likeness(item);
  const likes = own.filter((each) => likeness(each) === kind);
  const found = others.filter((each) => likeness(each) === kind);
  return likes.length === found.length ? found[likes.indexOf(item)] : undefined;
}

/** Removes further entries of the same call. */
const firstOfCalls = (loads: readonly LoadingCall[]) =>
  loads.filter(({ node }, index) => loads.findIndex((each) => each.node === node) === index);

/**
 * Finds the planned calls of a file in a text of it.
 *
 * @param typescript - The compiler.
 * @param source - The file as the program has it.
 * @param text - The file as the host has it.
 * @param planned - Its planned calls, with their numbers.
 * @param isSame - Whether both texts are the same, so that positions are enough.
 * @param isCommonJs - Whether the text is compiled to CommonJS.
 * @returns The calls of the text with their planned calls, and the planned calls that are not in the text.
 */
export function pairCalls(
  typescript: TypeScript,
  source: Calls,
  text: Calls,
  planned: readonly NumberedCall[],
  isSame: boolean,
  isCommonJs: boolean,
): { readonly pairs: readonly PairedCall[]; readonly lost: readonly GuardedImport[] } {
  const pairs = new Map<Call, { readonly whole: ts.Expression; readonly planned: NumberedCall[] }>();
  const lost: GuardedImport[] = [];
  if (!planned.length) return { pairs: [], lost };
  const inText = loadingCalls(typescript, text, isCommonJs);
  const inSource = loadingCalls(typescript, source, false);

  const find = ({ specifier, call }: GuardedImport): Pick<PairedCall, "node" | "whole"> | undefined => {
    const { node } = call!;
    const samePlace = ({ pos, end }: ts.Node) => pos === node.pos && end === node.end;
    if (isSame) {
      const found = allCalls(typescript, text.file).find(samePlace);
      return found && { node: found, whole: found };
    }
    const own =
      inSource.find((each) => each.node === node && each.specifier === specifier.node) ??
      inSource.find((each) => each.node === node);
    if (own) {
      // A compiler may replace a constant by its value, so fewer specifiers may be left. Several comparisons are tried,
      // the most precise first.
      const wanted = emittedSpecifier(specifier.text);
      const loadsIt = ({ form, texts }: LoadingCall) => JSON.stringify([form, texts.has(wanted)]);
      return (
        counterpart(own, inSource, inText, ({ key }) => key) ??
        counterpart(own, inSource, inText, loadsIt) ??
        counterpart(own, inSource, inText, ({ form }) => form) ??
        counterpart(own, firstOfCalls(inSource), firstOfCalls(inText), ({ form }) => form)
      );
    }
    const found = counterpart(node, allCalls(typescript, source.file), allCalls(typescript, text.file), (each) =>
      looksOf(typescript, each),
    );
    return found && { node: found, whole: found };
  };
  for (const each of planned) {
    const found = find(each.planned);
    if (!found) {
      lost.push(each.planned);
      continue;
    }
    const known = pairs.get(found.node) ?? { whole: found.whole, planned: [] };
    known.planned.push(each);
    pairs.set(found.node, known);
  }
  return { pairs: [...pairs].map(([node, pair]) => ({ node, ...pair })), lost };
}

/**
 * Makes the functions that guard calls in a text.
 *
 * `import("./x")`          → `importspy_1.$importspy(0, () => import("./x"))`
 * `import("./x", await y)` → `((importspy_1_1) => importspy_1.$importspy(0, () => import("./x", importspy_1_1)))(await y)`
 *
 * @param typescript - The compiler.
 * @param text - The text. Inner calls must be guarded before outer ones.
 * @param guard - The local name of the file's sidecar.
 */
export function createTextGuard(typescript: TypeScript, text: MagicString, guard: string) {
  const { original } = text;
  let names = 0;
  const fresh = () => `${guard}_${++names}`;

  /** `{ __proto__: null, "./x": 0 }[name]`: looks up the number of the guard by the specifier at run time. */
  const numbersOf = (all: readonly NumberedCall[], name: string | undefined): string[] => {
    const plain: string[] = [];
    const tables: Map<string, number>[] = [];
    for (const { number, planned } of all) {
      const when = name === undefined ? undefined : planned.call?.when;
      if (when === undefined) plain.push(String(number));
      else {
        const free = tables.find((table) => !table.has(when));
        if (free) free.set(when, number);
        else tables.push(new Map([[when, number]]));
      }
    }
    const tableText = (table: Map<string, number>) =>
      `{ __proto__: null, ${[...table].map(([key, number]) => `${JSON.stringify(key)}: ${number}`).join(", ")} }[${name}]`;
    return [...plain, ...tables.map(tableText)];
  };

  /** The texts to insert before and after a guarded call. */
  const around = (call: Call, all: readonly NumberedCall[], name: string | undefined) => {
    const numbers = numbersOf(all, name).reverse();
    if (isPausing(typescript, call.expression)) {
      const before = numbers.map((number) => `(${guard}.$importspy(${number}), `).join("");
      return { before, after: ")".repeat(numbers.length) };
    }
    const before = numbers.map((number) => `${guard}.$importspy(${number}, () => `).join("");
    return { before, after: ")".repeat(numbers.length) };
  };

  /** Inserts text around an expression, outside of what is already around its children. */
  const wrap = (node: ts.Node, before: string, after: string) => {
    text.prependRight(node.getStart(), before);
    text.appendLeft(node.end, after);
  };

  /** An argument that contains `await`, or that is needed twice, becomes a parameter. */
  const guardChoice = (call: Call, all: readonly NumberedCall[], specifier: ts.Expression | undefined) => {
    const asked = all.some(({ planned }) => planned.call?.when !== undefined) ? specifier : undefined;
    const bare = asked && unwrap(typescript, asked);
    const isName = bare !== undefined && typescript.isIdentifier(bare);
    const hoisted = (call.arguments ?? []).filter(
      (each) => (each === asked && !isName) || (!isPausing(typescript, call.expression) && isPausing(typescript, each)),
    );
    const parameters = new Map(hoisted.map((each) => [each, fresh()]));
    const name = asked && (parameters.get(asked) ?? (bare as ts.Identifier).text);
    const { before, after } = around(call, all, name);
    if (!hoisted.length) {
      wrap(call, before, after);
      return;
    }
    wrap(call, `((${[...parameters.values()].join(", ")}) => ${before}`, `${after})(`);
    for (const [index, [argument, parameter]] of [...parameters].entries()) {
      const start = argument.getStart();
      text.appendLeft(start, parameter);
      if (index) text.prependRight(start, ", ");
      text.move(start, argument.end, call.end);
    }
    text.prependRight(call.end, ")");
  };

  /**
   * `import(a ? "./b" : "./c")` → `(a ? guard(import("./b")) : import("./c"))`: bundlers still find both specifiers.
   */
  const guardChoices = (
    call: Call,
    all: readonly NumberedCall[],
    given: ts.Expression,
    inSource: readonly ts.Expression[],
  ) => {
    const head = original.slice(call.getStart(), given.getStart());
    const tail = original.slice(given.end, call.end);
    text.remove(call.getStart(), given.getStart());
    text.remove(given.end, call.end);
    text.appendLeft(given.end, ")");
    for (const [index, choice] of choicesOf(typescript, given).entries()) {
      const planned = all.filter((each) => each.planned.specifier.node === inSource[index]);
      if (planned.some((each) => each.planned.call?.when !== undefined)) {
        const name = fresh();
        const { before, after } = around(call, planned, name);
        wrap(choice, `((${name}) => ${before}${head}${name}${tail}${after})(`, ")");
      } else {
        const { before, after } = planned.length ? around(call, planned, undefined) : { before: "", after: "" };
        wrap(choice, `${before}${head}`, `${tail}${after}`);
      }
    }
    text.prependRight(given.getStart(), "(");
  };

  /**
   * Guards the CommonJS form of an `import()`: `Promise.resolve(`${a ? "./b" : "./c"}`).then(s => require(s))`
   *
   * → `((importspy_1_1) => importspy_1.$importspy({ … }[importspy_1_1], () => Promise.resolve(`${importspy_1_1}`).then(…)))(…)`
   */
  const guardPromise = (call: Call, whole: ts.CallExpression, all: readonly NumberedCall[]) => {
    const { expression: start } = whole.expression as ts.PropertyAccessExpression;
    const [given] = (start as ts.CallExpression).arguments;
    const specifier = given && typescript.isTemplateExpression(given) ? given.templateSpans[0]!.expression : given;
    const isOther = all.some(
      ({ planned: { call: each, specifier: text } }) =>
        each?.when !== undefined ||
        !typescript.isStringLiteralLike(text.node) ||
        !typescript.isCallExpression(text.node.parent),
    );
    if (!specifier || !isOther) {
      const { before, after } = around(call, all, undefined);
      wrap(whole, before, after);
      return;
    }
    const name = fresh();
    const { before, after } = around(call, all.map(withCondition), name);
    wrap(whole, `((${name}) => ${before}`, `${after})(`);
    text.appendLeft(specifier.getStart(), name);
    text.move(specifier.getStart(), specifier.end, whole.end);
    text.prependRight(whole.end, ")");
  };

  const guardCall = ({ node: call, whole, planned: all }: PairedCall): void => {
    if (whole !== call) {
      guardPromise(call, whole as ts.CallExpression, all);
      return;
    }
    const { argument, node } = all[0]!.planned.call!;
    const given = argument && call.arguments?.[node.arguments?.indexOf(argument) ?? -1];
    const inSource = argument ? choicesOf(typescript, argument) : [];
    const isAsPlanned = given && inSource.length > 1 && choicesOf(typescript, given).length === inSource.length;
    if (isAsPlanned) guardChoices(call, all, given, inSource);
    else guardChoice(call, all, given);
  };

  return {
    wrap,
    /** Guards the call. If its statement must not change, the guard is a statement before it. */
    guard(paired: PairedCall): void {
      const statement = paired.whole === paired.node ? reexportOf(typescript, paired.node) : undefined;
      if (!statement) {
        guardCall(paired);
        return;
      }
      const load = original.slice(paired.node.getStart(), paired.node.end);
      const { before, after } = around(paired.node, paired.planned, undefined);
      text.prependRight(statement.getStart(), `${before}${load}${after}; `);
    },
  };
}

/** A planned call with a condition: it applies only if the call has this specifier at run time. */
function withCondition({ number, planned }: NumberedCall): NumberedCall {
  return { number, planned: { ...planned, call: { ...planned.call!, when: planned.specifier.text } } };
}

/** Sorts inner calls before outer ones. */
export function innerFirst(pairs: readonly PairedCall[]): PairedCall[] {
  return [...pairs].sort((a, b) => a.whole.end - b.whole.end || b.whole.pos - a.whole.pos);
}
