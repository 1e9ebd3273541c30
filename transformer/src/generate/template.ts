import type ts from "typescript";
import type { TypeScript } from "../compiler.js";

/** What stands in a hole of a template literal type, as a pattern. Numbers are those of typia. */
const HOLES = { string: "[^]*", number: "[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?", bigint: "-?\\d+" } as const;

type Hole = keyof typeof HOLES;

/** The least that a number takes; it is all of it where a hole beside it takes the rest. */
const FIRST_DIGITS = { number: "[+-]?\\d", bigint: "-?\\d" } as const;

/** What stands between two holes that take any text: texts, and holes that take numbers. */
type Segment = readonly ({ readonly text: string } | { readonly hole: "number" | "bigint" })[];

function segmentsOf(texts: readonly string[], holes: readonly Hole[]): Segment[] {
  const segments: Segment[number][][] = [[]];
  for (const [index, text] of texts.entries()) {
    const hole = holes[index];
    if (text) segments.at(-1)!.push({ text });
    if (hole === "string") segments.push([]);
    else if (hole) segments.at(-1)!.push({ hole });
  }
  return segments;
}

/**
 * The pattern of a template. What is of one form between two holes that take any text is looked for once, at its first
 * place, and at no other when the rest does not match: whatever stands before a later place, the next hole takes. Else
 * each such hole would multiply the time for a text that does not match, to hours for one of a megabyte.
 *
 * `` `${string}-${string}=${string}` `` → `(?=([^]*?-))\1(?=([^]*?=))\2[^]*`
 */
function patternOf(texts: readonly string[], holes: readonly Hole[]): string {
  const segments = segmentsOf(texts, holes);
  const last = segments.length - 1;
  let groups = 0;
  const patterns = segments.map((segment, index) => {
    let isOfOneForm = true;
    const parts = segment.map((part, at) => {
      if ("text" in part) return escapePattern(part.text);
      if (index > 0 && at === 0) return "\\d";
      if (index < last && at === segment.length - 1) return FIRST_DIGITS[part.hole];
      isOfOneForm = false;
      return HOLES[part.hole];
    });
    const pattern = parts.join("");
    if (index === 0) return pattern;
    if (index === last || !isOfOneForm) return HOLES.string + pattern;
    return pattern && `(?=([^]*?${pattern}))\\${++groups}`;
  });
  return patterns.join("");
}

/** Characters that mean something in a pattern, or that no regular expression literal can hold. */
function escapePattern(text: string): string {
  const ESCAPES: Readonly<Record<string, string>> = {
    "\n": "\\n",
    "\r": "\\r",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
  };
  return text
    .replace(/[|\\/{}()[\]^$+*?.]/g, "\\$&")
    .replace(/[\n\r\u2028\u2029]/g, (lineBreak) => ESCAPES[lineBreak]!);
}

/**
 * Makes the test of a template literal type:
 * `` `https://${string}` `` → `"string" === typeof input && /^https:\/\/[^]*$/.test(input)`
 *
 * @param typescript - The compiler that made the type.
 * @param type - The type; its holes hold string, number and bigint only.
 * @param input - Name of what is tested.
 */
export function createTemplateCheck(
  typescript: TypeScript,
  { texts, types }: ts.TemplateLiteralType,
  input: string,
): ts.Expression {
  const { factory, TypeFlags } = typescript;
  const holeOf = ({ flags }: ts.Type): Hole =>
    flags & TypeFlags.Number ? "number" : flags & TypeFlags.BigInt ? "bigint" : "string";
  const pattern = patternOf(texts, types.map(holeOf));
  const isString = factory.createStrictEquality(
    factory.createStringLiteral("string"),
    factory.createTypeOfExpression(factory.createIdentifier(input)),
  );
  const test = factory.createPropertyAccessExpression(factory.createRegularExpressionLiteral(`/^${pattern}$/`), "test");
  return factory.createLogicalAnd(
    isString,
    factory.createCallExpression(test, undefined, [factory.createIdentifier(input)]),
  );
}
