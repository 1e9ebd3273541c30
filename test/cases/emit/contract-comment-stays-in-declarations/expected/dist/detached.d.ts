export declare const four = 4;
/**
 * @importspy { os: "linux" }
 * @importspy { os: "darwin" | "win32" }
 */
//# sourceMappingURL=detached.d.ts.map