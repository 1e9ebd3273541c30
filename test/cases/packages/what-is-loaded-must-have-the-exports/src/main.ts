import { pool } from "./db.js";
console.log("main: evaluated", typeof pool);
