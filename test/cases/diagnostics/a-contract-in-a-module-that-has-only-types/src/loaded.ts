/** @importspy { os: "linux" } */
export type Loaded = 1;
