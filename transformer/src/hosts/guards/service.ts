import { existsSync } from "node:fs";
import { once } from "../../analysis/memoize.js";
import { createTextScan } from "../../service/texts/scan.js";
import { toPath } from "../bundler/ids.js";
import type { GuardFinder } from "./finder.js";
import { findManifests } from "./manifests.js";

/**
 * Opens a project for a host that asks about files one by one. TypeScript is loaded when its texts may have a contract.
 *
 * @param tsconfig - Absolute path of its tsconfig.json.
 * @throws Error from its methods when that cannot be read.
 * @public It is loaded when it is needed.
 */
export function createFinder(tsconfig: string): GuardFinder {
  const texts = createTextScan(toPath(tsconfig));
  const typed = once(() => {
    const { createTypedFinder } = require("./typed.js") as typeof import("./typed.js");
    return createTypedFinder(tsconfig);
  });
  const isClean = (fileName?: string, code?: string) =>
    texts.isClean(fileName === undefined ? undefined : toPath(fileName), code);
  return {
    files: () => (isClean() ? texts.files().filter((name) => !/\.d\.[cm]?ts$/.test(name)) : typed().files()),
    inputs() {
      if (!isClean()) return typed().inputs();
      const files = texts.inputs();
      return { files: [...new Set([...files, ...findManifests(files)])] };
    },
    watched: () => (isClean() ? [] : typed().watched()),
    answerFor: (fileName) => (isClean() ? [""] : typed().answerFor(fileName)),
    guard: (fileName, code, rules) => (isClean(fileName, code) ? undefined : typed().guard(fileName, code, rules)),
    add: (fileName) =>
      isClean(fileName) ? existsSync(fileName) && !toPath(fileName).includes("/node_modules/") : typed().add(fileName),
    update(changed) {
      const wasClean = isClean();
      texts.change(changed.map(toPath));
      if (!wasClean && !isClean()) typed().update(changed);
    },
  };
}
