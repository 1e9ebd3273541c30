import { ready } from "../environment.js";
const { reader } = await import("../reader.js");
console.log("behind:", ready, reader);
