/**
 * @importspy {}
 * @importspy { env: {}; packages: {}; runtime: {} | { node: "20" } }
 */
export const a = 1;
