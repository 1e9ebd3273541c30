import { open } from "./vault/index.js";
console.log("extension:", open());
