/** @importspy { env: { HOST: `http://${string}` | "localhost" } } */
export const hosts = 1;
