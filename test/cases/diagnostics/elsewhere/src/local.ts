/** @importspy {Needs} */
export const a: Needs[] = [];

interface Needs {
  os: "linux" | "macos";
  env: { SIZE: symbol };
}
