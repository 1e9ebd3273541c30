import type { FieldJudge, Judge } from "../contract.js";
import { host } from "../facts/host.js";
import { holds, mismatch, missing } from "../guard/condition.js";
import { absent, type Description, type Field, present } from "./field.js";

interface Machine {
  readonly process?: {
    constrainedMemory?(): number | undefined;
    getBuiltinModule?(name: "node:os"): { totalmem?(): number } | undefined;
  };
}

/**
 * The memory that the program may use, in bytes: the limit of its container if that is less than the machine has,
 * {@link https://nodejs.org/api/process.html#processconstrainedmemory}, otherwise the memory of the machine. Node.js
 * reports 0 or a huge number when there is no limit. Browsers only give a rough power of two, so their value is not
 * used.
 */
function readMemory(): number | undefined {
  const { process } = host as Machine;
  const total = process?.getBuiltinModule?.("node:os")?.totalmem?.();
  return total ? Math.min(total, process?.constrainedMemory?.() || total) : undefined;
}

/** `1.5GiB`, rounded down, so that it never shows more than there is. */
function sizeText(bytes: number): string {
  const power = Math.min(5, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const unit = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"][power];
  return `${Math.floor((bytes / 1024 ** power) * 100) / 100}${unit}`;
}

const judgeMemory: FieldJudge<number | undefined>["judge"] = (condition, _name, bytes, contract) => {
  if (bytes === undefined) return missing("unknown here");
  return holds(condition, bytes, contract, String(bytes)) ? undefined : mismatch(sizeText(bytes));
};

export const memory: Judge = (condition, name, contract) => judgeMemory(condition, name, readMemory(), contract);

/** Binary units follow IEC 80000-13, decimal units follow the SI. */
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `2GiB`, `1.5 GiB`, `500MB` */
function readSize(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,9}(?:\.\d{1,6})?) ?([A-Za-z]+)$/.exec(text) ?? [];
  const bytes = Object.hasOwn(UNITS, unit) ? Math.ceil(Number(count) * UNITS[unit]!) : Number.NaN;
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

const describe = (bytes: number | undefined): Description =>
  bytes === undefined ? absent("unknown here") : present(sizeText(bytes));

export const field: Field<number | undefined> = {
  order: 34,
  asks: "machine",
  judges: "value",
  noun: "memory",
  words: 'The memory that the program may use, its container\'s limit where there is one: `AtLeast<"2GiB">`.',
  example: 'AtLeast<"2GiB">',
  takes: '`AtLeast<"2GiB">`: a number and one of `B`, `kB`, `MB`, `GB`, `TB`, `KiB`, `MiB`, `GiB`, `TiB`',
  means: "the memory that the program may use: the limit of its container where there is one, otherwise the machine's",
  collect: readMemory,
  judge: judgeMemory,
  read: readSize,
  options: { memory: { type: "string", placeholder: "size", description: "Suppose another size of memory: 2GiB" } },
  suppose: (given: { memory?: string }, { fail }) => {
    if (given.memory === undefined) return undefined;
    const bytes = readSize(given.memory);
    if (bytes === undefined) {
      fail(`--memory takes a number and a unit, for instance 2GiB or 500MB, not ${JSON.stringify(given.memory)}`);
    }
    return () => bytes;
  },
  describe: (_condition, _name, bytes) => describe(bytes),
  offer: (bytes) => [{ path: "memory", ...describe(bytes) }],
};
