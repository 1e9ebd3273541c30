export declare const four = 4;
/**
 * @importspy { os: "linux" }
 * @importspy { os: "darwin" | "win32" }
 */
//# importspy {"package":"app","module":"src/detached.ts","line":4,"copy":"#41595d"}
//# sourceMappingURL=detached.d.ts.map