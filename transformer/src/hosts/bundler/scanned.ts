import { once } from "../../analysis/memoize.js";
import { mayHoldTag } from "../../discover/spelling.js";
import { createTextScan } from "../../service/texts/scan.js";

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
  /** Files that changed, appeared or went away. */
  change(files: readonly string[]): void;
}

/**
 * Makes the scan of a bundler's run.
 *
 * @param findConfig - Finds the tsconfig.json.
 */
export function createTexts(findConfig: () => string | undefined): ScannedTexts {
  const open = () => {
    const tsconfig = findConfig();
    return tsconfig === undefined ? undefined : createTextScan(tsconfig);
  };
  let scan = once(open);
  const asked = new Set<string>();
  return {
    isClean(file, code) {
      // Without tsconfig.json a file is judged by its own text.
      const isClean = scan()?.isClean(file, code) ?? (code !== undefined && !mayHoldTag(code));
      if (isClean && file !== undefined) asked.add(file);
      return isClean;
    },
    asked: () => [...asked],
    change(files) {
      // A tsconfig.json that was not there may be now.
      if (scan()) scan()!.change(files);
      else scan = once(open);
    },
  };
}
