/**
 * @importspy { os: "win32" | "darwin"; libc: "musl" }
 * @importspy { os?: "darwin"; libc: "glibc" }
 * @importspy { os: "linux" | "darwin"; libc: "glibc" }
 * @importspy { os: "darwin"; libc?: "glibc" }
 */
export const libc = 1;
