import type { FieldJudge, Judge } from "../contract.js";
import { host } from "../facts/host.js";
import { holds, mismatch, missing } from "../guard/condition.js";
import { absent, type Description, type Field, present } from "./field.js";

interface Machine {
  readonly process?: {
    getBuiltinModule?(name: "node:os"): { availableParallelism?(): number } | undefined;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/**
 * The number of processors that the program may use: {@link https://nodejs.org/api/os.html#osavailableparallelism}, or
 * elsewhere {@link https://developer.mozilla.org/en-US/docs/Web/API/Navigator/hardwareConcurrency}. Absent in Node.js
 * before 20.16.
 */
function readCpus(): number | undefined {
  const { process, navigator } = host as Machine;
  return (
    process?.getBuiltinModule?.("node:os")?.availableParallelism?.() || navigator?.hardwareConcurrency || undefined
  );
}

const judgeCpus: FieldJudge<number | undefined>["judge"] = (condition, _name, count, contract) => {
  if (count === undefined) return missing("unknown here");
  return holds(condition, count, contract, String(count)) ? undefined : mismatch(String(count));
};

export const cpus: Judge = (condition, name, contract) => judgeCpus(condition, name, readCpus(), contract);

const describe = (count: number | undefined): Description =>
  count === undefined ? absent("unknown here") : present(String(count));

const readCount = (text: string) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined);

export const field: Field<number | undefined> = {
  order: 32,
  asks: "machine",
  judges: "value",
  noun: "processors",
  words: "How many processors the program may use: `os.availableParallelism()`, for instance `number & Minimum<4>`.",
  example: "number & Minimum<4>",
  takes: "`number` with tags: `number & Minimum<4>`",
  means:
    "the processors that the program may use: `os.availableParallelism()`, elsewhere `navigator.hardwareConcurrency`",
  collect: readCpus,
  judge: judgeCpus,
  options: { cpus: { type: "string", placeholder: "count", description: "Suppose another number of processors" } },
  suppose: (given: { cpus?: string }, { fail }) => {
    if (given.cpus === undefined) return undefined;
    const count = readCount(given.cpus);
    if (count === undefined)
      fail(`--cpus takes a number of processors, for instance 4, not ${JSON.stringify(given.cpus)}`);
    return () => count;
  },
  describe: (_condition, _name, count) => describe(count),
  offer: (count) => [{ path: "cpus", ...describe(count) }],
};
