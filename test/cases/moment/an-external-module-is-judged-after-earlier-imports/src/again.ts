import { connect, Pool } from "./hands-on.js";

console.log("again:", typeof Pool, connect());
