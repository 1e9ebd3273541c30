export declare const kept = 1;
/** @importspy { os: "linux" | "darwin" | "win32" } */
//# importspy {"package":"app","module":"src/kept.ts","line":1,"copy":"#d4a616"}
//# sourceMappingURL=kept.d.ts.map