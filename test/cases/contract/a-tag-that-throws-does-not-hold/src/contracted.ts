import type { TagBase } from "importspy";

type Json = TagBase<{ target: "string"; kind: "json"; value: undefined; validate: "JSON.parse($input) !== null" }>;
type Even = TagBase<{ target: "number"; kind: "even"; value: undefined; validate: "missing($input)" }>;
/** Bears the name of one of the vocabulary's tags, and asks for something else. */
type Short = TagBase<{ target: "string"; kind: "maxLength"; value: 99; validate: "$input.length < 4" }>;
/**
 * @importspy {
 *   env: {
 *     FIRST: (string & Json) | "none";
 *     LAST: "none" | (string & Json) | `${number}%`;
 *     OTHER_KIND: (number & Even) | bigint | boolean;
 *     ALONE: string & Json;
 *     SHORT: string & Short;
 *   };
 * }
 */
export const ready: (Json | Even | Short)[] = [];
