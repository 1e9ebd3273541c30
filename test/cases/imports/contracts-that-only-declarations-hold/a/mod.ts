/** @importspy { env: { MODE: string } } */
export const mode = 1;
