import type { FieldJudge, Judge } from "../contract.js";
import { readLibc, readPlatform } from "../facts/node.js";
import { judgeWord, missing } from "../guard/condition.js";
import { describeWord, type Field } from "./field.js";

const judgeLibc: FieldJudge<string | undefined>["judge"] = (condition, _name, word, contract) =>
  word ? judgeWord(condition, word, contract) : missing('unknown here; "libc?" admits systems without one');

export const libc: Judge = (condition, name, contract) => judgeLibc(condition, name, readLibc(), contract);

const values = ["glibc", "musl"] as const;

export const field: Field<string | undefined> = {
  order: 30,
  asks: "machine",
  judges: "value",
  noun: "C library",
  words: "The C library of a Linux system.",
  example: '"glibc"',
  means: 'absent where the system is not Linux: `libc?: "glibc"`',
  values,
  synonyms: { gnu: "glibc" },
  collect: readLibc,
  judge: judgeLibc,
  options: { libc: { type: "string", choices: values, description: "Suppose another C library (Linux)" } },
  /** Only Linux has a C library, and the one of this machine says nothing about another system. */
  suppose: (given: { os?: string; libc?: string }, { fail }) => {
    const system = readPlatform();
    const supposed = given.os ?? system;
    if (given.libc !== undefined && supposed !== "linux") fail(`--libc ${given.libc} needs Linux: add --os linux`);
    return given.libc !== undefined || supposed !== system ? () => given.libc : undefined;
  },
  describe: (_condition, _name, word) => describeWord(word),
  offer: (word) => [{ path: "libc", ...describeWord(word) }],
};
