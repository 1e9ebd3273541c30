import { open } from "#vault";
console.log("hash:", open());
