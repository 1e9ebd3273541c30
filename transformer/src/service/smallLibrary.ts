/**
 * A part of TypeScript's library, for small programs whose contracts need no more of it. Parsing and binding
 * `lib.es5.d.ts` takes as long as typing ten contracts.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { once } from "../analysis/memoize.js";

/** The types that a checker needs itself, and the utility types, as in `lib.es5.d.ts`. */
export const SMALL_LIBRARY = `interface Array<T> { length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Boolean {}
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments { [index: number]: any; length: number }
interface Number {}
interface Object {}
interface RegExp {}
interface String { readonly length: number; readonly [index: number]: string }
interface TemplateStringsArray extends ReadonlyArray<string> { readonly raw: readonly string[] }
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
`;

const OFFERED = new Set(
  ["Partial", "Required", "Readonly", "Pick", "Record", "Exclude", "Extract", "Omit", "NonNullable"].concat([
    "Uppercase",
    "Lowercase",
    "Capitalize",
    "Uncapitalize",
  ]),
);

const vocabulary = once(() => {
  const text = readFileSync(path.join(path.dirname(require.resolve("importspy")), "vocabulary.d.cts"), "utf8");
  const names = text.matchAll(/^export (?:declare )?(?:type|interface) (\w+)/gm);
  return new Set([...names].map(([, name]) => name!));
});

/** A type name starts with a capital letter and has a small letter. Most environment variables have no small letter. */
const TYPE = /^[A-Z]\w*[a-z]/;

/**
 * Whether the small library has all types that a contract may name.
 *
 * @param words - The words of the contract that its file does not declare.
 */
export const isInSmallLibrary = (words: Iterable<string>): boolean =>
  [...words].every((word) => !TYPE.test(word) || OFFERED.has(word) || vocabulary().has(word));
