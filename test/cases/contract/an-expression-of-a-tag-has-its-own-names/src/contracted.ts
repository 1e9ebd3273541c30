import type { TagBase } from "importspy";

type Own<Name extends string, Validate extends string> = TagBase<{
  target: "string";
  kind: Name;
  value: undefined;
  validate: Validate;
}>;
/**
 * @importspy {
 *   env: {
 *     SHADOWS: string & Own<"shadows", "['b', 'c'].every((input) => $input !== input)">;
 *     SHADOWED: string & Own<"shadowed", "((input) => ['x'].some(($input) => input === 'b' && $input === 'x'))($input)">;
 *     NAMED: string & Own<"named", "({ $input: 'c' }).$input === $input">;
 *     SHORT: string & Own<"short", "Object.entries({ $input })[0].join() === '$input,d'">;
 *     COMMENT: string & Own<"comment", "$input.length > 1 // not one letter">;
 *     ASSIGNS: (string & Own<"assigns", "($input = 'q') === 'p'">) | (string & Own<"many", "$input.length > 1">);
 *     BRACES: string & Own<"braces", "{ allowed: /g/ }.allowed.test($input)">;
 *   };
 * }
 */
export const ready: Own<"ready", "true">[] = [];
