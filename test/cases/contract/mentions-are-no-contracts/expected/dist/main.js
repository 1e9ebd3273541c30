/**
 * Prose may mention @importspy { os: "haiku" } anywhere but at the start of a line, quote `@importspy { os: "haiku" }`,
 * and name the package
 * @importspy/transformer or the tag
 * @importspyed { os: "haiku" }.
 *
 * ```ts
 * @importspy { os: "haiku" }
 * ```
 * ~~~
 * @importspy { os: "haiku" }
 * ~~~
 * `@importspy { os: "haiku" }`
 */
import { text } from "./text.js";
// @importspy { os: "haiku" }
/* @importspy { os: "haiku" } */
/*
 * @importspy { os: "haiku" }
 */
/// @importspy { os: "haiku" }
export function main() {
    /** @importspy { os: "haiku" } */
    return text; /** @importspy { os: "haiku" } */
}
export class Box {
    /** @importspy { os: "haiku" } */
    content = main();
}
console.log(new Box().content);
