/** @importspy { env: { MODE: "server" | "worker" } } */
import { start } from "./start.js";
export const server = start;
