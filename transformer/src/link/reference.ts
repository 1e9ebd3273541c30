import type ts from "typescript";
import type { ModuleSpecifier } from "../analysis/specifier.js";
import type { Load } from "./loads.js";

/** An exported name, or {@link ALL} of them. */
export type Name = ts.__String | undefined;

/** All names that a file exports, as one object. */
export const ALL = undefined;

export const DEFAULT = "default" as ts.__String;

/** An export of another file. */
export interface Reference {
  readonly specifier: ModuleSpecifier;
  readonly name: Name;
}

/** The module specifiers that a call can have. */
export function specifiersOf({ specifier: node, texts, form, from }: Load): ModuleSpecifier[] {
  return texts.map(({ text, isPlace }) => ({ text, node, load: { form, from, isPlace } }));
}
