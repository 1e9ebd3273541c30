interface Variables {
  TOKEN: string;
  DEPTH: number;
  UNUSED: "never set";
}
/** @importspy { env: Omit<Variables, "UNUSED"> & { [Name in "QUEUE"]?: "q" | "r" } } */
export const ready = true;
