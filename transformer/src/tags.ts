import type ts from "typescript";
import type { Context } from "./context.js";

/** A value that a type states. */
export type LiteralValue = string | number | bigint | boolean;

/** A typia tag, as its type states it. */
export interface Tag {
  readonly type: ts.Type;
  /** `"minimum"`, `"format"`, `"secret"`, …; `undefined` when it is no literal. */
  readonly kind: string | undefined;
  /** The types that it can stand beside: `"string"`, `"number"`, … */
  readonly targets: readonly string[];
  readonly value: LiteralValue | undefined;
  /** The expression over `$input` that must hold; `null` when it cannot be known. */
  readonly validate: string | undefined | null;
}

/** A type and the tags beside it: `string & Format<"uri">`. */
export interface TaggedType {
  /** The type without its tags; `undefined` when there is none or more than one. */
  readonly base: ts.Type | undefined;
  readonly tags: readonly Tag[];
}

type Checking = Pick<Context, "ts" | "checker">;

function literalValue({ ts, checker }: Checking, type: ts.Type | undefined): LiteralValue | undefined {
  if (!type) return undefined;
  if (type.isLiteral()) {
    const { value } = type;
    return typeof value === "object" ? BigInt(`${value.negative ? "-" : ""}${value.base10Value}`) : value;
  }
  return type.flags & ts.TypeFlags.BooleanLiteral ? checker.typeToString(type) === "true" : undefined;
}

function memberType({ checker }: Checking, type: ts.Type, name: string): ts.Type | undefined {
  const symbol = checker.getPropertyOfType(type, name);
  return symbol && checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
}

/** What a tag named `kind` calls the type that it stands beside. */
export function targetOf({ ts }: Pick<Context, "ts">, base: ts.Type): "string" | "number" | "bigint" | "boolean" {
  if (base.flags & ts.TypeFlags.NumberLike) return "number";
  if (base.flags & ts.TypeFlags.BigIntLike) return "bigint";
  return base.flags & ts.TypeFlags.BooleanLike ? "boolean" : "string";
}

/** `validate` is one text for all targets, or one text for each. */
function readValidate(context: Checking, properties: ts.Type, target: string): Tag["validate"] {
  const { ts, checker } = context;
  const symbol = checker.getPropertyOfType(properties, "validate");
  if (!symbol || checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.Undefined) return undefined;
  const type = memberType(context, properties, "validate")!;
  const text = type.flags & ts.TypeFlags.Object ? memberType(context, type, target) : type;
  return text?.isStringLiteral() ? text.value : null;
}

/**
 * Reads a type as a type and its tags.
 *
 * @param context - The compiler and the program's checker.
 * @param type - Any type but a union.
 */
export function readTags(context: Checking, type: ts.Type): TaggedType {
  const { ts, checker } = context;
  const parts = type.isIntersection() ? type.types : [type];
  const isTag = (part: ts.Type) => checker.getPropertyOfType(part, "typia.tag") !== undefined;
  // `string & {}` is `string`.
  const isEmpty = (part: ts.Type) =>
    type.isIntersection() &&
    (part.flags & ts.TypeFlags.Object) !== 0 &&
    !checker.getPropertiesOfType(part).length &&
    !part.getCallSignatures().length &&
    !part.getConstructSignatures().length &&
    !checker.getIndexInfosOfType(part).length;
  const bases = parts.filter((part) => !isTag(part) && !isEmpty(part));
  const base = bases.length === 1 ? bases[0] : undefined;
  const target = base ? targetOf(context, base) : "";
  const tags = parts.filter(isTag).map((part): Tag => {
    const properties = memberType(context, part, "typia.tag")!;
    const kind = literalValue(context, memberType(context, properties, "kind"));
    const targets = memberType(context, properties, "target");
    return {
      type: part,
      kind: typeof kind === "string" ? kind : undefined,
      targets: (targets?.isUnion() ? targets.types : targets ? [targets] : []).map((each) =>
        String(literalValue(context, each)),
      ),
      value: literalValue(context, memberType(context, properties, "value")),
      validate: readValidate(context, properties, target),
    };
  });
  return { base, tags };
}
