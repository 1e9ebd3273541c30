/** @importspy { os: "linux" | "darwin" | "win32" } */
export declare const kept = 1;
//# importspy {"module":"src/kept.ts","line":1}
//# sourceMappingURL=kept.d.ts.map