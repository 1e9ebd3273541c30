type Custom<Validate extends string> = TagBase<{ target: "string"; kind: "custom"; value: undefined; validate: Validate }>;
interface TagBase<Properties> {
  "typia.tag"?: Properties;
}
/**
 * @importspy {
 *   env: {
 *     WRONG_ARGUMENT: string & Format<"urii">;
 *     WRONG_TYPE: number & Minimum<"3">;
 *     TAG_ALONE: Minimum<3>;
 *     WRONG_TARGET: string & Minimum<3>;
 *     TWICE: string & MinLength<2> & MinLength<3>;
 *     NO_LITERAL: string & Pattern<string>;
 *     UNION: number & Type<"int32" | "uint32">;
 *     NO_PATTERN: string & Pattern<"(">;
 *     NO_EXPRESSION: string & Custom<"$input.length %% 2">;
 *     TWO_EXPRESSIONS: string & Custom<"true); (false">;
 *     NO_FUNCTION: string & Custom<"$importInternal('isEven')($input)">;
 *     TAGGED_LITERAL: ("a" | "abc") & MinLength<3>;
 *     TAGGED_BOOLEAN: boolean & TagBase<{ target: "boolean"; kind: "on"; value: undefined; validate: "$input" }>;
 *     EMPTY_SECRET: Secret<"" | "a">;
 *     MAPPED: Uppercase<string>;
 *     MAPPED_HOLE: `${Lowercase<string>}-x`;
 *     TAGGED_HOLE: `${string & Format<"uuid">}-x`;
 *   };
 * }
 */
export const a: Custom<"true"> = {};
