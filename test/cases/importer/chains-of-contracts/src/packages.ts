/** @importspy { packages: { pg: "^8.11" } } */
import { seven } from "./seven.js";
export const packages = seven;
