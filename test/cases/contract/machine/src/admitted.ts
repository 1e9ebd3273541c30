/**
 * @importspy {
 *   os: "aix" | "android" | "darwin" | "freebsd" | "linux" | "openbsd" | "sunos" | "win32";
 *   arch: "arm" | "arm64" | "ia32" | "loong64" | "mips" | "mipsel" | "ppc64" | "riscv64" | "s390x" | "x64";
 *   libc?: "glibc" | "musl";
 *   runtime: { node: ">=20" };
 *   packages: { importspy: "0.x || >=1"; "not-installed"?: "^1" };
 * }
 */
export const ready = true;
