import type ts from "typescript";

/** What stands in a hole of a template literal type, as a pattern. Numbers are those of typia. */
const HOLES = { string: "[^]*", number: "[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?", bigint: "-?\\d+" } as const;

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
 * @param typescript - The compiler whose nodes to make.
 * @param type - The type; its holes hold string, number and bigint only.
 * @param compiler - The compiler that made the type.
 * @param input - Name of what is tested.
 */
export function createTemplateCheck(
  typescript: typeof ts,
  { texts, types }: ts.TemplateLiteralType,
  { TypeFlags }: Pick<typeof ts, "TypeFlags">,
  input: string,
): ts.Expression {
  const { factory } = typescript;
  const holeOf = ({ flags }: ts.Type) =>
    flags & TypeFlags.Number ? HOLES.number : flags & TypeFlags.BigInt ? HOLES.bigint : HOLES.string;
  const pattern = texts.map((text, index) => escapePattern(text) + (types[index] ? holeOf(types[index]) : "")).join("");
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
