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

// Not `@importspy { os: "haiku" }`, nor the word @importspy { os: "haiku" } in prose
// @importspy is the tag, {@link main} has none
/* Use @importspy { os: "haiku" } for haiku. */
// ```
// @importspy { os: "haiku" }
// ```
/*
 * @importspy
 * `@importspy { os: "haiku" }`
 * ~~~
 * @importspy { os: "haiku" }
 * ~~~
 */
export function main(): string {
  /** @importspy {@link text} */
  return text; /** A word on @importspy { os: "haiku" } */
}

// /**
//  * @importspy { os: "haiku" }
//  */
export class Box {
  /** `@importspy { os: "haiku" }` */
  content = main();
}

console.log(new Box().content);
