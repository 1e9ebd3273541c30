import type { Level } from "./level.js";

/** Sockets. */
export const limit = 10;

/** @importspy { env: { WS_LEVEL: Level }; importer: { module: `src/lib/${string}` } } Use src/lib. */
declare module "ws" {}
