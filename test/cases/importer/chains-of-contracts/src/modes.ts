/** @importspy { env: { MODE?: "client" } } */
export const modes = 1;
