import { Pool } from "pg";

console.log(new Pool());
