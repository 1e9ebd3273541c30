/**
 * Card payments.
 *
 * @importspy { os: "linux" | "darwin" | "win32" } Ask in #payments.
 */
import { join } from "node:path";

/** Joins. */
export const joined = join("a", "b");
