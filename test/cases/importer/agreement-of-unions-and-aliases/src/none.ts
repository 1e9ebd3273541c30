/** @importspy { runtime: { node: ">=22" } | { node: "^18"; electron: true }; packages: { pg: "^8.11" } } */
export const none = 1;
