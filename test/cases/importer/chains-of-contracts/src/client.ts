/** @importspy { env: { MODE: "client" | "preview" } } */
export const client = 1;
