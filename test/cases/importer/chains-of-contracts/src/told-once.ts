/** @importspy { os: "linux" } */
import { linux } from "./linux.js";
export const told = linux;
