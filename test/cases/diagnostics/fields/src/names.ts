/**
 * @importspy {
 *   os: "macos" | "linux" | "windows";
 *   arch: "amd64";
 *   libc: "gnu";
 *   plattform: "linux";
 *   author: "me";
 *   runtime: { nodejs: ">=20"; electron: "latest" };
 *   packages: { "PG!": "^8"; pg: "eight" | "^8"; "@scope/name/file": "1" };
 * }
 */
export const a = 1;
