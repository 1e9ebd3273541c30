/** @importspy { os: "linux" | "darwin" | "win32" } */
export declare const kept = 1;
//# sourceMappingURL=kept.d.ts.map