import * as importspy from "importspy";
import { env, env as read } from "importspy";

/** @importspy */
export interface Contract {
  env: { PORT: number };
}
interface Other {
  env: { PORT: string };
}
export const right = [env<Contract>().PORT, read<Contract>().PORT, importspy.env<Contract>().PORT];
export const sameText = env<{ env: { PORT: number } }>().PORT;
export const other = env<Other>();
export const without = env();
export const handedOn = [1].map(() => env);
export const stored = { env, read };
export function nested(): number {
  return ((): number => env<Contract>().PORT)();
}
export function shadowed(env: <T>() => T): Other {
  return env<Other>();
}
export const named = importspy["env"]<Contract>();
