import { readFileSync } from "node:fs";
import path from "node:path";

/** The version of this package. */
export const { version } = JSON.parse(readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8")) as {
  readonly version: string;
};
