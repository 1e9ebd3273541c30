/** @importspy { importer: { module: `src/${"a" | "index"}.ts` } } */
import { a } from "./a.js";

export function b(): string {
  return "b";
}
export const other = () => a();
