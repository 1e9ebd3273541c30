import { open } from "./vault/index";
console.log("extensionless:", open());
