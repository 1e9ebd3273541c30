import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { version } from "../../artifacts/version.js";

const typescript = JSON.parse(readFileSync(require.resolve("typescript/package.json"), "utf8")) as {
  readonly version: string;
};

/**
 * What entries of a store are written by, and what answers depend on beside files: this package, the compiler and
 * Node.js, which knows its own modules. While importspy itself is worked on, each build of it is another version.
 */
export const WRITER = [
  `importspy ${version}`,
  statSync(path.join(__dirname, "service.js")).mtimeMs,
  `TypeScript ${typescript.version}`,
  `Node.js ${process.versions.node}`,
].join(" ");
