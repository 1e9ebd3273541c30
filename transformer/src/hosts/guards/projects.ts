import { existsSync } from "node:fs";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";
import { BundlerError } from "../bundler/errors.js";
import { messageText } from "../bundler/texts.js";

/** The tag at the start of a line of a comment. */
const TAG = /^[\s/*]*@importspy(?![\w/-])/m;

/**
 * Whether a text has a contract, for files that no project reads.
 *
 * @param text - The text of a source file.
 */
export const holdsContract = (text: string): boolean => TAG.test(text);

/**
 * Makes a finder of the nearest tsconfig.json above files. It remembers the folders that it has searched.
 *
 * @returns Finds the tsconfig.json of a file; `undefined` if there is none. It throws a BundlerError if there is none and
 * the file's text has a contract, because nothing could guard the file.
 */
export function createProjectFinder(): (fileName: string, text?: string) => string | undefined {
  const find = memoize((folder: string): string | undefined => {
    const found = path.join(folder, "tsconfig.json");
    if (existsSync(found)) return found;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : find(parent);
  });
  return (fileName, text) => {
    const folder = path.dirname(fileName);
    const found = find(folder);
    if (found === undefined && text !== undefined && holdsContract(text)) {
      throw new BundlerError(messageText("noConfig", folder.replaceAll("\\", "/")));
    }
    return found;
  };
}
