export interface Deployment {
    os: "linux" | "darwin" | "win32";
}
export declare const two = 2;
/** Where it may run.
 * @importspy {Deployment} not on a museum's machine */
//# importspy {"package":"app","module":"src/on-interface.ts","line":2,"copy":"#16d9fb"}
//# sourceMappingURL=on-interface.d.ts.map