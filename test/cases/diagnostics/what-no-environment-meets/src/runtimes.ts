/**
 * @importspy { runtime: { node: ">=20"; bun: true } }
 * @importspy { runtime: { deno: ">=2"; workerd: true } | { node: ">=20" } }
 * @importspy { runtime: { node: ">=18"; electron: true } | { node: ">=20"; browser: true } }
 * @importspy { runtime: { node: ">=24"; bun?: true }; os: "linux" }
 */
export const runtimes = 1;
