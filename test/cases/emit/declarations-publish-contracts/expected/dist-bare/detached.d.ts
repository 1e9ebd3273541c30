export declare const four = 4;
/**
 * @importspy { os: "linux" }
 * @importspy { os: "darwin" | "win32" }
 */
//# importspy {"module":"src/detached.ts","line":4}
//# sourceMappingURL=detached.d.ts.map