/**
 * Finds missing exports of a module before it is evaluated. Node.js links a module and all its imports before it
 * evaluates any of them, and linking fails at a missing name. This code links a temporary module that imports the
 * names, and one more name that never exists. So nothing is evaluated, and the error tells the first missing name.
 *
 * @module
 */

/** Loads a module, resolved from the calling file. */
export type ImportModule = (specifier: string) => Promise<unknown>;

/** The result of linking a module. */
export interface Linked {
  readonly missing: readonly string[];
  /** The exports of a CommonJS module are only certain after it was evaluated. */
  readonly isCommonJs: boolean;
}

const moduleOf = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;

/** A name that no module exports. */
const NOWHERE = "importspy_nowhere";
const FAILING = moduleOf(`import{${NOWHERE}}from${JSON.stringify(moduleOf(""))}`);

/**
 * The error of linking a module that imports these names. It mentions {@link NOWHERE} when no other name is missing.
 */
async function errorOf(importModule: ImportModule, url: string, names: readonly string[]): Promise<string> {
  const list = names.map((name, index) => `${JSON.stringify(name)} as _${index}`).join();
  const importing = moduleOf(`import{${list}}from${JSON.stringify(url)}`);
  try {
    await importModule(moduleOf([importing, FAILING].map((each) => `import${JSON.stringify(each)};`).join("")));
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

/**
 * Finds which names a module does not export.
 *
 * @param importModule - Loads modules.
 * @param url - The module.
 * @param names - The names.
 * @returns An empty list when it is unknown: the module has errors or does not exist.
 */
export async function findMissing(importModule: ImportModule, url: string, names: readonly string[]): Promise<Linked> {
  const isThere = async (...asked: string[]) => (await errorOf(importModule, url, asked)).includes(NOWHERE);
  const none = { missing: [], isCommonJs: false };
  if (!names.length || (await isThere(...names)) || !(await isThere())) return none;
  const errors = await Promise.all(names.map((name) => errorOf(importModule, url, [name])));
  // Node.js 23 and later export `module.exports` from every CommonJS module. Earlier versions say that it is one.
  const isCommonJs = (await isThere("module.exports")) || errors.some((text) => text.includes("is a CommonJS module"));
  return isCommonJs
    ? { missing: [], isCommonJs }
    : { missing: names.filter((_, index) => !errors[index]!.includes(NOWHERE)), isCommonJs };
}
