import type { Missing } from "./missing.js";
import type { Absent } from "./there.js";

/**
 * @importspy {
 *   os: Nope;
 *   arch: Missing;
 *   libc: Absent;
 *   runtime: { node: import("./gone.js").Version };
 *   env: { A: Format; B: typeof nothing; C: Array };
 *   packages: Nope.Packages;
 * }
 * @importspy {Nope}
 */
export const a: (Missing | Absent)[] = [];
