import type { Judge } from "../contract.js";
import { readArch } from "../facts/node.js";
import { judgeWord } from "../guard/condition.js";
import { describeWord, type Field } from "./field.js";

export const arch: Judge = (condition, _name, contract) => judgeWord(condition, readArch(), contract);

/** {@link https://nodejs.org/api/process.html#processarch} */
const values = ["arm", "arm64", "ia32", "loong64", "mips", "mipsel", "ppc64", "riscv64", "s390x", "x64"] as const;

export const field: Field<string | undefined> = {
  order: 20,
  asks: "machine",
  judges: "value",
  noun: "processor",
  words: "Processor architectures, by Node's names: `process.arch`.",
  example: '"x64" | "arm64"',
  means: "Node's `process.arch`",
  values,
  synonyms: { amd64: "x64", x86_64: "x64", x86: "ia32", i386: "ia32", aarch64: "arm64", cpu: "arch" },
  collect: readArch,
  judge: (condition, _name, word, contract) => judgeWord(condition, word, contract),
  options: {
    arch: { type: "string", placeholder: "name", choices: values, description: "Suppose another processor" },
  },
  suppose: (given: { arch?: string }) => (given.arch === undefined ? undefined : () => given.arch),
  describe: (_condition, _name, word) => describeWord(word),
  offer: (word) => [{ path: "arch", ...describeWord(word) }],
};
