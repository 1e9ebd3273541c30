import type ts from "typescript";
import type { Context } from "../analysis/context.js";

/** The value of a literal type. */
export type LiteralValue = string | number | bigint | boolean;

/** A tag, as its type states it. */
export interface Tag {
  readonly type: ts.Type;
  /** `"minimum"`, `"format"`, `"secret"`, …; `undefined` when it is not a literal. */
  readonly kind: string | undefined;
  /**
   * Whether it is the vocabulary's tag of that kind. If so, its kind and value say all; otherwise its expression does.
   */
  readonly isStandard: boolean;
  /** The types that it applies to: `"string"`, `"number"`, … */
  readonly targets: readonly string[];
  readonly value: LiteralValue | undefined;
  /** The expression over `$input` that must be true; `null` when it is not a literal. */
  readonly validate: string | undefined | null;
}

/** A type and its tags: `string & Format<"uri">`. */
export interface TaggedType {
  /** The type without its tags; `undefined` when there is not exactly one. */
  readonly base: ts.Type | undefined;
  readonly tags: readonly Tag[];
}

type Checking = Pick<Context, "ts" | "checker">;

/** A number or bigint as typia's tags write it in an expression. */
const cast = (value: LiteralValue | undefined) => (typeof value === "bigint" ? `BigInt(${value})` : String(value));

/** A text as typia's `Pattern` writes it in an expression. */
function quote(text: string): string {
  const ESCAPES: Readonly<Record<string, string>> = { "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return text.replace(/["\\]/g, "\\$&").replace(/[\b\f\n\r\t]/g, (character) => ESCAPES[character]!);
}

/** `date-time` → `DateTime` */
const pascalize = (text: string) => text.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());

const INTERNAL = (name: string) => `$importInternal("is${name}")($input)`;

/** The expressions of typia's `Type`: one for all types that it applies to, or one for each. */
const TYPES: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  int32: INTERNAL("TypeInt32"),
  uint32: INTERNAL("TypeUint32"),
  int64: { number: INTERNAL("TypeInt64"), bigint: "true" },
  uint64: { number: INTERNAL("TypeUint64"), bigint: "BigInt(0) <= $input" },
  float: INTERNAL("TypeFloat"),
  double: "true",
};

/** The expression of each tag of the vocabulary, for its value and the type that it applies to. */
const EXPRESSIONS: Readonly<Record<string, (value: LiteralValue | undefined, target: string) => string | undefined>> = {
  minimum: (value) => `${cast(value)} <= $input`,
  maximum: (value) => `$input <= ${cast(value)}`,
  exclusiveMinimum: (value) => `${cast(value)} < $input`,
  exclusiveMaximum: (value) => `$input < ${cast(value)}`,
  multipleOf: (value) => `$input % ${cast(value)} === ${typeof value === "bigint" ? "BigInt(0)" : 0}`,
  minLength: (value) => `${value} <= $input.length`,
  maxLength: (value) => `$input.length <= ${value}`,
  format: (value) => INTERNAL(`Format${pascalize(String(value))}`),
  pattern: (value) => `RegExp("${quote(String(value))}").test($input)`,
  type: (value, target) => {
    const expression = TYPES[String(value)];
    return typeof expression === "object" ? expression[target] : expression;
  },
  secret: (_, target) => (target === "string" ? "0 < $input.length" : "true"),
  constant: () => undefined,
  contentMediaType: () => undefined,
  default: () => undefined,
  example: () => undefined,
  examples: () => undefined,
  jsonPlugin: () => undefined,
  sequence: () => undefined,
};

/** Whether a tag is one of the vocabulary. A user's own tag may have the same name, but it has another expression. */
function isStandard({ kind, value, validate }: Pick<Tag, "kind" | "value" | "validate">, target: string): boolean {
  return kind !== undefined && Object.hasOwn(EXPRESSIONS, kind) && EXPRESSIONS[kind]!(value, target) === validate;
}

/** The value of a literal type. */
export function literalOf({ ts, checker }: Checking, type: ts.Type | undefined): LiteralValue | undefined {
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

/** The name of a type in a tag's `target`. */
export function targetOf({ ts }: Pick<Context, "ts">, base: ts.Type): "string" | "number" | "bigint" | "boolean" {
  if (base.flags & ts.TypeFlags.NumberLike) return "number";
  if (base.flags & ts.TypeFlags.BigIntLike) return "bigint";
  return base.flags & ts.TypeFlags.BooleanLike ? "boolean" : "string";
}

/** Properties that mark a type, and do not restrict its values. */
const BRANDS = ["importspy.secret", "importspy.default"];

function isBrand({ checker }: Checking, type: ts.Type): boolean {
  const members = checker.getPropertiesOfType(type);
  return members.length === 1 && BRANDS.includes(members[0]!.name);
}

/** `validate` is one text, or an object with a text for each target. */
function readValidate(context: Checking, properties: ts.Type, target: string): Tag["validate"] {
  const { ts, checker } = context;
  const symbol = checker.getPropertyOfType(properties, "validate");
  if (!symbol || checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.Undefined) return undefined;
  const type = memberType(context, properties, "validate")!;
  const text = type.flags & ts.TypeFlags.Object ? memberType(context, type, target) : type;
  return text?.isStringLiteral() ? text.value : null;
}

/**
 * Splits a type into its base type and its tags.
 *
 * @param context - The compiler and the program's checker.
 * @param type - Any type except a union.
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
  const bases = parts.filter((part) => !isTag(part) && !isEmpty(part) && !isBrand(context, part));
  const base = bases.length === 1 ? bases[0] : undefined;
  const target = base ? targetOf(context, base) : "";
  const tags = parts.filter(isTag).map((part): Tag => {
    const properties = memberType(context, part, "typia.tag")!;
    const kindValue = literalOf(context, memberType(context, properties, "kind"));
    const kind = typeof kindValue === "string" ? kindValue : undefined;
    const value = literalOf(context, memberType(context, properties, "value"));
    const validate = readValidate(context, properties, target);
    const targets = memberType(context, properties, "target");
    return {
      type: part,
      kind,
      isStandard: isStandard({ kind, value, validate }, target),
      targets: (targets?.isUnion() ? targets.types : targets ? [targets] : []).map((each) =>
        String(literalOf(context, each)),
      ),
      value,
      validate,
    };
  });
  return { base, tags };
}
