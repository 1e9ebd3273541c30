import * as importspy_1 from "./db.importspy.js";
importspy_1.$importspy();
import * as importspy_2 from "pg";
importspy_1.$shaped({ "pg": () => importspy_2 });
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
