/// <reference types="node" preserve="true" />
export declare const events: NodeJS.EventEmitter;
/** @importspy { os: "linux" | "darwin" | "win32" } */
//# importspy {"module":"src/references.ts","line":2}
//# sourceMappingURL=references.d.ts.map