import { page } from "./page.js";
console.log(<main>{page}</main>);
import("./page.js");
