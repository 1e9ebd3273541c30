export declare const limit = 10;
declare module "ws" { }
/** @importspy { env: { WS_LEVEL: Level }; importer: { module: `src/lib/${string}` } } Use src/lib. */
declare module "ws" {}
import type { Level } from "./level.js";
export {};
//# importspy-reach 010b7af9b25be446
//# sourceMappingURL=contracts.d.ts.map