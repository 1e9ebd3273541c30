/**
 * @importspy { os: "macos"; arch }
 * @importspy { os: 5, env: { A: Nope; B: symbol } }
 * @importspy
 * @importspy { libc: "glibc"
 */
export const a = 1;
