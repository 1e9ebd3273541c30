export declare const limit = 10;
declare module "ws" { }
/** @importspy { env: { WS_LEVEL: Level }; importer: { module: `src/lib/${string}` } } Use src/lib. */
declare module "ws" {}
import type { Level } from "./level.js";
export {};
//# sourceMappingURL=contracts.d.ts.map