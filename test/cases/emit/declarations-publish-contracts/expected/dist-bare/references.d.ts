/// <reference types="node" preserve="true" />
export declare const events: NodeJS.EventEmitter;
/** @importspy { os: "linux" | "darwin" | "win32" } */
//# importspy {"package":"app","module":"src/references.ts","line":2,"copy":"#d4a616"}
//# sourceMappingURL=references.d.ts.map