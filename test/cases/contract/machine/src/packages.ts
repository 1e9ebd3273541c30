/** @importspy { packages: { importspy: "^99"; "@scope/missing": "*"; missing?: "^1" } } */
export const ready = true;
