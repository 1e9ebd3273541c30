import { Pool } from "pg";

console.log("pool", new Pool().constructor.name);
