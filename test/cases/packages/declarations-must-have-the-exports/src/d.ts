/** @importspy { packages: { pg: Package<"^8.11", any> } } */
import { Pool } from "pg";
export const d = Pool;
