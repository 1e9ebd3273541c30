import { storage } from "./storage.js";

console.log(`stored in ${storage}`);
