/** @importspy { packages: { pg?: Package<"^8.11", { Pool: new (config: object) => unknown }> } } */
import { Pool } from "pg";
export const h = Pool;
