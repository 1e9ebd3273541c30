/** @importspy { os: "linux" } */
import * as pg from "./database.js";
export const external = pg;
