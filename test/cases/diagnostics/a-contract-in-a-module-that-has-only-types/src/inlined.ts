/** @importspy { os: "linux" } */
export const enum Level {
  low = 1,
}
