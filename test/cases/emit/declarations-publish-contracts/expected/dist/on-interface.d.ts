/** Where it may run.
 * @importspy not on a museum's machine */
export interface Deployment {
    os: "linux" | "darwin" | "win32";
}
/** Two. */
export declare const two = 2;
//# importspy {"package":"app","module":"src/on-interface.ts","line":2,"copy":"#16d9fb"}
//# sourceMappingURL=on-interface.d.ts.map