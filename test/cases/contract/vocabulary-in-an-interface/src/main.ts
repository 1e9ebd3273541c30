import { deployed } from "./deployment.js";

console.log("deployed", deployed);
