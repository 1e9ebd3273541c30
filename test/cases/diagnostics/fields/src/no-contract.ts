/**
 * @importspy {"linux"}
 * @importspy {() => void}
 * @importspy {["linux"]}
 * @importspy {never}
 * @importspy {any}
 * @importspy { os: "linux" } & { os: "darwin" }
 * @importspy { os: "linux" } | {undefined}
 */
export const a = 1;
