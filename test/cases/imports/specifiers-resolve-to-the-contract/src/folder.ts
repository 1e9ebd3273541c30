import { open } from "./vault";
console.log("folder:", open());
