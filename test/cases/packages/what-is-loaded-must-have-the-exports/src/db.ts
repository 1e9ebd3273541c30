/**
 * @importspy {
 *   env: { MODE: string };
 *   packages: {
 *     pg: Package<"^8.11", { Pool: new (config: object) => { query(text: string): void }; defaults: { poolSize: number } }>;
 *   };
 * } The pool is made here.
 */
import { Pool } from "pg";
console.log("db: evaluated");
export const pool = new Pool({});
