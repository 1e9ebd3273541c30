/**
 * @importspy { os: never; arch: "x64" & "arm64"; libc?: never; runtime: { node: "20"; x: 1 } & { node: "22"; x: 2 }; env: never; packages: never }
 */
export const a = 1;
