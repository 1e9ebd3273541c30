import { once } from "../../analysis/memoize.js";
import { mayHoldTag } from "../../discover/spelling.js";
import type { TextScan } from "../../service/texts/scan.js";
import type { FoundInputs } from "../guards/inputs.js";

/** What the texts of a bundler's run tell, before TypeScript is loaded. */
export interface ScannedTexts {
  /**
   * Whether there is nothing to guard.
   *
   * @param file - A file that is asked about.
   * @param code - Its text; by default as it is on disk.
   */
  isClean(file?: string, code?: string): boolean;
  /** The files that were asked about while there was nothing to guard. */
  asked(): readonly string[];
  /** Whether a file was read, in this run or in an earlier one, while there was nothing to guard. */
  hasRead(file: string): boolean;
  /** Files that changed, appeared or went away. */
  change(files: readonly string[]): void;
  /** Whether there is something to take. */
  hasNews(): boolean;
  /** What the answer was read from, where it is news that there is nothing to guard; given once. */
  takeNews(): FoundInputs | undefined;
}

/**
 * Makes the scan of a bundler's run.
 *
 * @param findConfig - Finds the tsconfig.json.
 * @param isRemembered - Whether an earlier run has read a file, and its text is the same; of all files by default.
 */
export function createTexts(
  findConfig: () => string | undefined,
  isRemembered: (file?: string, code?: string) => boolean,
): ScannedTexts {
  const open = (): TextScan | undefined => {
    const tsconfig = findConfig();
    if (tsconfig === undefined) return undefined;
    const { createTextScan } = require("../../service/texts/scan.js") as typeof import("../../service/texts/scan.js");
    return createTextScan(tsconfig);
  };
  let scan = once(open);
  let isRead = false;
  let isTaken = false;
  /** Once there may be something, it stays so. */
  let isDoubtful = false;
  const asked = new Set<string>();
  const read = (file?: string, code?: string): boolean => {
    isRead = true;
    // Without tsconfig.json a file is judged by its own text.
    return scan()?.isClean(file, code) ?? (code !== undefined && !mayHoldTag(code));
  };
  const hasNews = () => isRead && !isTaken && !isDoubtful;
  return {
    hasNews,
    isClean(file, code) {
      const isClean = (!isDoubtful && isRemembered(file, code)) || read(file, code);
      if (!isClean && scan()) isDoubtful = true;
      if (isClean && file !== undefined) asked.add(file);
      return isClean;
    },
    asked: () => [...asked],
    hasRead: (file) => isRemembered(file) || (isRead && (scan()?.hasRead(file) ?? false)),
    change(files) {
      isTaken = false;
      if (!isRead) return;
      // A tsconfig.json that was not there may be now.
      if (scan()) scan()!.change(files);
      else scan = once(open);
    },
    takeNews() {
      if (!hasNews() || !scan()?.isClean()) return undefined;
      isTaken = true;
      const { findManifests } = require("../guards/manifests.js") as typeof import("../guards/manifests.js");
      const found = scan()!.found();
      return { ...found, files: [...new Set([...found.files, ...findManifests(found.files)])] };
    },
  };
}
