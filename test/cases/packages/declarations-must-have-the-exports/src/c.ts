/** @importspy { packages: { pg: Package<"8.x.y", { Pool: unknown }> } } */
import { Pool } from "pg";
export const c = Pool;
