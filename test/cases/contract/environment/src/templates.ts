/** @importspy { env: { URL: `https://${string}b` | `http://${"a" | "b"}.${string}`; VERSION: `v${number}`; COUNT: `n${bigint}` } } */
export const ready = true;
