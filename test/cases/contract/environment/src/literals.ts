enum Mode {
  First = "a",
  Second = "b",
}
const enum Digit {
  Four = 4,
  Five,
}
/** @importspy { env: { LEVEL: "debug" | "info" | "warn"; MIXED: number | boolean | "auto"; SHARDS: 1 | 2n | -3 | "all"; FLAG: true; MODE: Mode; DIGIT: Digit.Five } } */
export const ready: [Mode?, Digit?] = [];
