import type { Judge } from "../contract.js";
import { readPlatform } from "../facts/node.js";
import { judgeWord } from "../guard/condition.js";
import { describeWord, type Field } from "./field.js";

export const os: Judge = (condition, _name, contract) => judgeWord(condition, readPlatform(), contract);

/** {@link https://nodejs.org/api/process.html#processplatform} */
const values = [
  "aix",
  "android",
  "cygwin",
  "darwin",
  "freebsd",
  "haiku",
  "linux",
  "netbsd",
  "openbsd",
  "sunos",
  "win32",
] as const;

export const field: Field<string | undefined> = {
  order: 10,
  asks: "machine",
  judges: "value",
  noun: "operating system",
  words: "Operating systems, by Node's names: `process.platform`.",
  example: '"linux" | "darwin"',
  means: "Node's `process.platform`",
  values,
  synonyms: {
    macos: "darwin",
    mac: "darwin",
    osx: "darwin",
    windows: "win32",
    win: "win32",
    win64: "win32",
    solaris: "sunos",
    platform: "os",
  },
  collect: readPlatform,
  judge: (condition, _name, word, contract) => judgeWord(condition, word, contract),
  options: {
    os: { type: "string", placeholder: "name", choices: values, description: "Suppose another operating system" },
  },
  suppose: (given: { os?: string }) => (given.os === undefined ? undefined : () => given.os),
  describe: (_condition, _name, word) => describeWord(word),
  offer: (word) => [{ path: "os", ...describeWord(word) }],
};
