import type ts from "typescript";
import type { CheckedMember, CheckedShape } from "../analysis/model.js";
import { literalOf, readTags } from "../type/tags.js";
import { describe } from "./describe.js";
import { findTypeMistake } from "./tags.js";
import { type Checking, constituentsOf, has, isNever, printType } from "./types.js";
import { optionsOf } from "./unions.js";

/** A type with values that JSON cannot hold, with the reason. */
export class NotDataError extends Error {}

/**
 * Describes a type as plain data, to validate the result of `JSON.parse`.
 *
 * @param context - The program.
 * @param root - The type.
 * @returns The shapes; the type's own comes first.
 * @throws {@link NotDataError} for a type with values that JSON cannot hold.
 */
export function shapesOf(context: Checking, root: ts.Type): readonly CheckedShape[] {
  const { ts, checker } = context;
  const { TypeFlags } = ts;
  const shapes: CheckedShape[] = [{ kind: "any" }];
  const known = new Map<ts.Type, CheckedShape>();

  const refuse = (place: string, reason: string): never => {
    throw new NotDataError(`${place ? `its part '${place}' ` : "it "}${reason}`);
  };

  const memberOf = (symbol: ts.Symbol, place: string): CheckedMember => {
    const { name } = symbol;
    if (name === "__proto__") refuse(place, "has a member '__proto__', which is removed from every value");
    const inner = place ? `${place}.${name}` : name;
    if (/^__[@#]/.test(String(symbol.escapedName))) refuse(place, "has a member that is not named by a text");
    const type = checker.getTypeOfSymbol(symbol);
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const members = constituentsOf(type).filter((each) => !isOptional || !has(each, TypeFlags.Undefined));
    return { name, shape: unionOf(members, inner), ...(isOptional && { optional: true }) };
  };

  /** An object type gets a number, so that a type can refer to itself. */
  const objectOf = (type: ts.Type, place: string): CheckedShape => {
    const before = known.get(type);
    if (before) return before;
    if (type.getCallSignatures().length || type.getConstructSignatures().length) refuse(place, "is a function");
    if (checker.getPropertyOfType(type, "typia.tag")) refuse(place, "has a tag that is not for its type");
    const reference: CheckedShape = { kind: "ref", to: shapes.length };
    known.set(type, reference);
    shapes.push({ kind: "any" });
    const infos = checker.getIndexInfosOfType(type);
    const rest = infos.find(({ keyType }) => has(keyType, TypeFlags.String));
    if (infos.some((info) => info !== rest)) refuse(place, "has members whose names are not told by 'string'");
    const members = checker.getPropertiesOfType(type).map((symbol) => memberOf(symbol, place));
    shapes[reference.to] = {
      kind: "object",
      members,
      ...(rest && { rest: shapeOf(rest.type, place ? `${place}.*` : "*") }),
    };
    return reference;
  };

  const arrayOf = (type: ts.TypeReference, place: string): CheckedShape => {
    const items = checker.getTypeArguments(type);
    if (checker.isArrayType(type)) return { kind: "list", of: shapeOf(items[0]!, `${place}[]`) };
    const { elementFlags } = type.target as ts.TupleType;
    if (elementFlags.some((flags) => flags !== ts.ElementFlags.Required)) {
      refuse(place, "is a tuple of different lengths; write a union of tuples, or an array");
    }
    return { kind: "tuple", of: items.map((item, index) => shapeOf(item, `${place}[${index}]`)) };
  };

  const leafOf = (type: ts.Type, place: string): CheckedShape | undefined => {
    const { base, tags } = readTags(context, type);
    if (!base || !has(base, TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike)) return undefined;
    if (["importspy.secret", "importspy.default"].some((brand) => checker.getPropertyOfType(type, brand))) {
      refuse(place, "is a secret or has a default, which only a whole variable can");
    }
    const mistake = findTypeMistake(context, type);
    if (mistake) refuse(place, `is '${printType(context, type)}': ${mistake.reason.replace(/\.$/, "")}`);
    const kind = has(base, TypeFlags.NumberLike) ? "number" : has(base, TypeFlags.BooleanLike) ? "boolean" : "string";
    const isPlain = !tags.length && !has(base, TypeFlags.TemplateLiteral);
    const expected = isPlain ? `a ${kind}` : describe(context, type);
    return { kind, expected, ...(!isPlain && { type }) };
  };

  const shapeOf = (type: ts.Type, place: string): CheckedShape => {
    if (type.isUnion()) return unionOf(type.types, place);
    if (has(type, TypeFlags.Any | TypeFlags.Unknown)) return { kind: "any" };
    if (isNever(context, type)) refuse(place, "is 'never'");
    if (has(type, TypeFlags.Null)) return { kind: "literal", values: [null] };
    const literal = literalOf(context, type);
    const isEndless = typeof literal === "number" && !Number.isFinite(literal);
    if (literal !== undefined && typeof literal !== "bigint" && !isEndless)
      return { kind: "literal", values: [literal] };
    const leaf = leafOf(type, place);
    if (leaf) return leaf;
    if (!has(type, TypeFlags.Object | TypeFlags.Intersection))
      refuse(place, `is '${printType(context, type)}', which JSON has not`);
    if (["importspy.list", "importspy.json"].some((brand) => checker.getPropertyOfType(type, brand))) {
      refuse(place, `is '${printType(context, type)}', which only a whole variable can be`);
    }
    if (checker.isArrayType(type) || checker.isTupleType(type)) return arrayOf(type as ts.TypeReference, place);
    return objectOf(type, place);
  };

  const unionOf = (members: readonly ts.Type[], place: string): CheckedShape => {
    const options: CheckedShape[] = optionsOf(context, members, (member) => shapeOf(member, place));
    return options.length === 1
      ? options[0]!
      : options.length
        ? { kind: "union", of: options }
        : refuse(place, "is 'never'");
  };

  shapes[0] = shapeOf(root, "");
  return shapes;
}
