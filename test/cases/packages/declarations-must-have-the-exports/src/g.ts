/** @importspy { packages: { pg: Package<"^8.11", { Pool: new (config: object) => unknown; later?: string }> } } */
export const g = 1;
