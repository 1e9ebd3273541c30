/** @importspy { os: "haiku"; libc?: "glibc" | "musl" } */
export const ready = true;
