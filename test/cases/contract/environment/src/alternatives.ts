/** @importspy { env: { PRIMARY: boolean | "yes" } | { SECONDARY: boolean } } */
export const ready = true;
