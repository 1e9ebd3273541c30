import { createRequire } from "node:module";
import { readValidator, UnknownCode, type Validator } from "../../artifacts.js";

const require = createRequire(import.meta.url);

/** Files of this package with the checks, relative to `dist/cli/`. The first has nearly all that are used. */
const FILES = ["../guard.cjs", "../formats.cjs"];

function findCheck(name: string): Validator | undefined {
  if (!/^_(?:is[A-Z]|minus$|modulo$)/.test(name)) return undefined;
  for (const file of FILES) {
    const exported = require(file) as Readonly<Record<string, Validator>>;
    if (Object.hasOwn(exported, name)) return exported[name];
  }
  return undefined;
}

/** Finds the validator for a text; `undefined` when only a real import can judge it. */
export type FindValidator = (text: string | undefined) => Validator | undefined;

/** Creates a reader of validators. It parses equal texts once. */
export function createValidatorReader(): FindValidator {
  const known = new Map<string, Validator | undefined>();
  const read = (text: string) => {
    try {
      return readValidator(text, findCheck);
    } catch (error) {
      if (error instanceof UnknownCode) return undefined;
      throw error;
    }
  };
  return (text) => {
    if (text === undefined) return undefined;
    if (!known.has(text)) known.set(text, read(text));
    return known.get(text);
  };
}
