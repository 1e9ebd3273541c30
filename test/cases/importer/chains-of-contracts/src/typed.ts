/** @importspy { os: "linux" } */
import { registry } from "./elided.js";
export const typed = registry;
