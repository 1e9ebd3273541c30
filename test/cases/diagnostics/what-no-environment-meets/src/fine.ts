/**
 * @importspy { os: "linux"; libc: "musl" } | { os: "win32"; libc?: "glibc" }
 * @importspy { runtime: { node: ">=20"; browser: true; electron: "*" } | { deno: ">=2" } }
 * @importspy { env: { A: "y" } }
 * @importspy { env: { A: `x${string}`; B?: string } }
 */
export const fine = 1;
