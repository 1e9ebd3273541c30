import type ts from "typescript";
import type { CheckedCondition } from "../analysis/model.js";
import { decimalOf } from "../type/decimal.js";
import { type LiteralValue, literalOf, readTags, targetOf } from "../type/tags.js";
import { NotDataError, shapesOf } from "./shapes.js";
import { type Checking, constituentsOf, has, type Member, printType } from "./types.js";

/** The type of a property that marks a type of the vocabulary, such as `"importspy.list"`. Values do not have it. */
export function brandOf({ checker, ts }: Checking, type: ts.Type, name: string): ts.Type | undefined {
  const symbol = checker.getPropertyOfType(type, `importspy.${name}`);
  if (!symbol) return undefined;
  const declared = checker.getTypeOfSymbol(symbol);
  const isPresent = (each: ts.Type) => !has(each, ts.TypeFlags.Undefined);
  const members = constituentsOf(declared).filter(isPresent);
  return members.length === 1 ? members[0] : checker.getNonNullableType(declared);
}

/** The arguments of `List<…>` or `Json<…>`. */
export function argumentsOf(context: Checking, type: ts.Type, name: "list" | "json"): readonly ts.Type[] | undefined {
  const brand = brandOf(context, type, name);
  return brand && context.checker.getTypeArguments(brand as ts.TypeReference);
}

/** A value as the text of a variable; `undefined` when the type states no value. */
function textOf(value: LiteralValue | undefined): string | undefined {
  return typeof value === "number" || typeof value === "bigint" ? decimalOf(value) : value?.toString();
}

/** An invalid default, with the reason. */
export class DefaultError extends Error {}

/** The value that a default states; `undefined` when it is no literal. */
function statedValue(context: Checking, stated: ts.Type): LiteralValue | undefined {
  const value = literalOf(context, stated);
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new DefaultError(`no variable is read as '${printType(context, stated)}'`);
}

/** The text of a default, whose type must fit: `3000` is for a `number`, not for a `string`. */
function textFor(context: Checking, stated: ts.Type, type: ts.Type): string {
  const value = statedValue(context, stated);
  const text = textOf(value);
  const kinds = constituentsOf(type).map((each) => targetOf(context, readTags(context, each).base ?? each));
  if (text === undefined) throw new DefaultError(`'${printType(context, stated)}' is not a literal`);
  if (!kinds.includes(typeof value as "string")) {
    throw new DefaultError(`${JSON.stringify(text)} is a ${typeof value}, not a ${[...new Set(kinds)].join(" or ")}`);
  }
  return text;
}

function itemsOf({ checker }: Checking, type: ts.Type): readonly ts.Type[] {
  if (!checker.isTupleType(type)) throw new DefaultError("a list takes a list of literals: Default<[…]>");
  return checker.getTypeArguments(type as ts.TypeReference);
}

/** The first text that no item of a list can be, with the reason: items are split, trimmed, and not empty. */
function unwritable(texts: readonly string[], separator: string): string | undefined {
  const lost = texts.find((text) => text.includes(separator) || text.trim() !== text || !text);
  return lost === undefined
    ? undefined
    : `the item ${JSON.stringify(lost)} cannot be written in a list that is separated by ${JSON.stringify(separator)}`;
}

/**
 * Finds a literal among the types of a list's items that no item can ever be.
 *
 * @returns The reason; `undefined` when there is no such literal.
 */
export function findLostItem(context: Checking, item: ts.Type, separator: string): string | undefined {
  const literals = constituentsOf(item).map((each) => literalOf(context, each));
  const isOneText = (value: LiteralValue | undefined) => value !== undefined && typeof value !== "boolean";
  return unwritable(
    literals.filter(isOneText).map((value) => textOf(value)!),
    separator,
  );
}

function listText(context: Checking, stated: ts.Type, item: ts.Type, separator: string): string {
  const texts = itemsOf(context, stated).map((each) => textFor(context, each, item));
  const lost = unwritable(texts, separator);
  if (lost !== undefined) throw new DefaultError(lost);
  return texts.join(separator);
}

/** The value of a literal, tuple or object type. */
function dataOf(context: Checking, type: ts.Type): unknown {
  const { ts, checker } = context;
  if (has(type, ts.TypeFlags.Null)) return null;
  const value = statedValue(context, type);
  if (value !== undefined && typeof value !== "bigint") return value;
  if (checker.isTupleType(type)) return itemsOf(context, type).map((each) => dataOf(context, each));
  if (!has(type, ts.TypeFlags.Object) || checker.isArrayType(type)) {
    throw new DefaultError(`'${printType(context, type)}' is not a literal`);
  }
  const members = checker.getPropertiesOfType(type);
  return Object.fromEntries(members.map((each) => [each.name, dataOf(context, checker.getTypeOfSymbol(each))]));
}

/** The parts of a variable's type that are not about its text. */
export type Marks = Pick<CheckedCondition, "default" | "secret">;

/**
 * Reads the marks of a variable's type: whether it is a secret, and the text of its default.
 *
 * @param context - The program.
 * @param type - The variable's type.
 * @param list - The arguments of `List`, if it is a list.
 * @throws {@link DefaultError} when the default is invalid.
 */
export function readMarks(context: Checking, type: ts.Type, list?: { item: ts.Type; separator: string }): Marks {
  const constituents = constituentsOf(type);
  const isSecret = constituents.some((each) => brandOf(context, each, "secret"));
  const stated = new Set(constituents.flatMap((each) => brandOf(context, each, "default") ?? []));
  const secret = isSecret && { secret: true };
  if (!stated.size) return { ...secret };
  // Where `Default<"a"> & Default<"b">` is one type, nothing is of it.
  if (stated.size > 1 || [...stated].some((each) => has(each, context.ts.TypeFlags.Never)))
    throw new DefaultError("it has several defaults");
  if (isSecret) throw new DefaultError("a secret has no default, which would stand in the source and in what is built");
  const [only] = stated as unknown as [ts.Type];
  const isJson = constituents.some((each) => brandOf(context, each, "json"));
  const text = isJson
    ? JSON.stringify(dataOf(context, only))
    : list
      ? listText(context, only, list.item, list.separator)
      : textFor(context, only, type);
  return { default: text, ...secret };
}

/** The shapes of `Json<T>`. Reports a type with values that JSON cannot hold. */
export function checkJson(
  context: Checking,
  member: Member,
  type: ts.Type,
): Pick<CheckedCondition, "json" | "expected"> | undefined {
  try {
    return { json: shapesOf(context, type), expected: `JSON of the type ${printType(context, type)}` };
  } catch (error) {
    if (!(error instanceof NotDataError)) throw error;
    context.report("notAValue", member.valueSpan, `env.${member.name}`, printType(context, member.type), error.message);
    return undefined;
  }
}
