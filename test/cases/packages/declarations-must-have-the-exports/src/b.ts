/** @importspy { packages: { pg: Package<"^8.11", { defaults: { poolSize: string } }> } } */
import { Pool } from "pg";
export const b = Pool;
