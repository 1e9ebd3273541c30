/** @importspy { packages: { pg: Package<"^8.11", { Pool: new () => unknown; Client: new () => unknown }> } } */
import { Pool } from "pg";
export const a = Pool;
