/**
 * Which exports a module lacks, told before it is evaluated: Node.js links a module with all that it imports before it
 * evaluates any of them, and fails where a name is not there. So a module is made that imports the names, and beside them
 * one that is nowhere: it is never evaluated, and the error says which name was the first to be missing.
 *
 * @module
 */

/** Loads a module, as the calling file does. */
export type ImportModule = (specifier: string) => Promise<unknown>;

/** What linking tells of a module. */
export interface Linked {
  readonly missing: readonly string[];
  /** Its exports are known for certain only when it was evaluated. */
  readonly isCommonJs: boolean;
}

const moduleOf = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;

/** The name that no module exports. */
const NOWHERE = "importspy_nowhere";
const FAILING = moduleOf(`import{${NOWHERE}}from${JSON.stringify(moduleOf(""))}`);

/** The error of linking a module that imports these names; it names {@link NOWHERE} where none of them is missing. */
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
 * Asks which names a module does not export.
 *
 * @param importModule - Loads modules.
 * @param url - The module.
 * @param names - The names.
 * @returns None where this cannot be told: the module has mistakes of its own, or is not found.
 */
export async function findMissing(importModule: ImportModule, url: string, names: readonly string[]): Promise<Linked> {
  const isThere = async (...asked: string[]) => (await errorOf(importModule, url, asked)).includes(NOWHERE);
  const none = { missing: [], isCommonJs: false };
  if (!names.length || (await isThere(...names)) || !(await isThere())) return none;
  const errors = await Promise.all(names.map((name) => errorOf(importModule, url, [name])));
  // The first is what Node.js 23 and later export of every CommonJS module, the second what earlier ones say.
  const isCommonJs = (await isThere("module.exports")) || errors.some((text) => text.includes("is a CommonJS module"));
  return isCommonJs
    ? { missing: [], isCommonJs }
    : { missing: names.filter((_, index) => !errors[index]!.includes(NOWHERE)), isCommonJs };
}
