/** @importspy { os: "linux" | "darwin" } */
import { registry } from "./barrel.js";
console.log(registry);
export const linux = 1;
