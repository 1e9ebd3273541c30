/** @importspy { packages: { pg: Package<"^8.11", "text"> } } */
export const f = 1;
