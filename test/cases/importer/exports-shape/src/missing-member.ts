import { host } from "./host.js";

export const engine = "docker";
console.log(host);
