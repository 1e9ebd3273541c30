export declare const kept = 1;
/** @importspy { os: "linux" | "darwin" | "win32" } */
//# sourceMappingURL=kept.d.ts.map