import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
import { page } from "./page.js";
console.log(<main>{page}</main>);
importspy_1.$importspy(0, () => import("./page.js"));
