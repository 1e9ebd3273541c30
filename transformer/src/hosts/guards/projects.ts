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

/** The folders of this package and of the runtime: in a workspace that links them, they are not below `node_modules`. */
const OWN = [path.resolve(__dirname, "../../.."), path.dirname(require.resolve("importspy/package.json"))].map(
  (folder) => folder + path.sep,
);

/** Whether a file belongs to importspy, which has no contracts. */
export const isOwn = (fileName: string): boolean => OWN.some((each) => fileName.startsWith(each));

/**
 * Makes a finder of the nearest tsconfig.json above files. It remembers the folders that it has searched.
 *
 * @returns Finds the tsconfig.json of a file; `undefined` if there is none, or if the file is importspy's own. It throws a
 * BundlerError if there is none and the file's text has a contract, because nothing could guard the file.
 */
export function createProjectFinder(): (fileName: string, text?: string) => string | undefined {
  const find = memoize((folder: string): string | undefined => {
    const found = path.join(folder, "tsconfig.json");
    if (existsSync(found)) return found;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : find(parent);
  });
  return (fileName, text) => {
    if (isOwn(fileName)) return undefined;
    const folder = path.dirname(fileName);
    const found = find(folder);
    if (found === undefined && text !== undefined && holdsContract(text)) {
      throw new BundlerError(messageText("noConfig", folder.replaceAll("\\", "/")));
    }
    return found;
  };
}
