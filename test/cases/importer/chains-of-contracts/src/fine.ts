/**
 * @importspy { os: "linux" | "win32" | "darwin" }
 * @importspy { runtime: { bun: true } }
 */
import type { Key } from "./win.js";
import { Key as Elided, registry } from "./elided.js";
import { dispatch } from "./dispatch.js";
import "./either.js";
export const key: Key | Elided | typeof registry | undefined = undefined;
console.log(dispatch.length, key);
