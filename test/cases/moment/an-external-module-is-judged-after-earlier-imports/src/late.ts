import { Pool } from "pg";
import "./load-env.js";

console.log(Pool);
