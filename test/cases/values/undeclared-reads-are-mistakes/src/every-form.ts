import { env } from "node:process";
import * as proc from "node:process";
declare const process: { env: Record<string, string | undefined> };
declare global {
  interface ImportMeta {
    env: Record<string, string | undefined>;
  }
}
/** @importspy { env: { PORT: number; HOST?: string } } */
export const declared = [process.env.PORT, process.env["HOST"], env.PORT, import.meta.env.HOST, process.env.NODE_ENV];
export const plain = process.env.PROT;
export const quoted = process["env"]["PROT"];
const NAME = "PROT";
export const constant = process.env[NAME];
export const { PROT, PORT, ...rest } = process.env;
const { env: inner } = process;
export const renamed = inner.PROT;
const {
  env: { PROT: nested },
} = (globalThis as unknown as { process: typeof process }).process;
export const imported = [env.PROT, proc.env.PROT];
export const vite = [import.meta.env.VITE_PROT, import.meta.env.MODE, import.meta.env?.PROT];
const all = process.env;
export function later(): string | undefined {
  let found: string | undefined;
  ({ PROT: found } = all);
  return found ?? all.PROT ?? nested;
}
export const optional = process.env?.PROT;
export const computed = (name: string) => process.env[name];
process.env.WRITTEN = "x";
delete process.env.WRITTEN;
export const whole = { ...process.env };
const other = { env: { PROT: "" } };
export const notTheEnvironment = other.env.PROT;
export function shadowed(process: { env: { PROT: string } }): string {
  return process.env.PROT;
}

