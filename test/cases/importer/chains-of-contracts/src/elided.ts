import { registry as value } from "./win.js";
export type { Key } from "./win.js";
export const registry: typeof value | undefined = undefined;
