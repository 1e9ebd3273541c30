// @ts-nocheck
import type { Missing } from "./missing.js";

// Without its base the contract would ask for less than it says.
/** @importspy {Needs & Missing} */
export const a = 1;
interface Needs extends Nope {
  env: { A: string };
}
