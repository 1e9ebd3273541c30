/** @importspy { importer: { module: `src/billing/${string}` | "src/b.ts" | "src/index.ts" } } */
import { b } from "./b.js";
import { a as self } from "./index.js";

export function a(): string {
  return "a";
}
export const both = () => a() + b() + self();
