import "./fails.js";
import { Pool } from "pg";

console.log(Pool);
