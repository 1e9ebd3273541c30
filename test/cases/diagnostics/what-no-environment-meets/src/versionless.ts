/** @importspy { runtime: { browser: ">=100" } | { workerd: "*" } | { "edge-light": "^1" | "^2" } } */
export const versionless = 1;
