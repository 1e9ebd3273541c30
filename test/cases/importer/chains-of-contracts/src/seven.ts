/** @importspy { packages: { pg: "^7.2" } } */
export const seven = 7;
