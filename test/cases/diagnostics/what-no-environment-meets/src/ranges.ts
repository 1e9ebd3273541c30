/** @importspy { runtime: { node: ">=20 <18" } | { bun: "^1 >=2" | ">=1.2" }; packages: { pg: "^8 <8"; ms: "*" } } */
export const ranges = 1;
