/**
 * @importspy {
 *   os: string;
 *   arch: "x64" | 64;
 *   libc(): "glibc";
 *   runtime: { node: 20; bun: string; deno: false };
 *   env: string[];
 *   packages: "pg" | { pg: true; mysql: never };
 * }
 */
export const a = 1;
