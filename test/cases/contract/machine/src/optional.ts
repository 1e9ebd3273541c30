/** @importspy { os?: "haiku"; packages: { importspy?: "^99" } } */
export const ready = true;
