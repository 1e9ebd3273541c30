/** @importspy { env: { PORT: number & Minimum<1024> } } */
export const ports = 1;
