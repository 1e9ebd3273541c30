export declare const joined: string;
/**
 * Card payments.
 *
 * @importspy { os: "linux" | "darwin" | "win32" } Ask in #payments.
 */
//# importspy {"package":"app","module":"src/elided-first.ts","line":4,"copy":"#f97452"}
//# sourceMappingURL=elided-first.d.ts.map