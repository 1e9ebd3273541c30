export declare const kept = 1;
/** @importspy { os: "linux" | "darwin" | "win32" } */
//# importspy {"module":"src/kept.ts","line":1}
//# sourceMappingURL=kept.d.ts.map