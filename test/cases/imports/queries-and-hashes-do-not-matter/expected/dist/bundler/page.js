import * as importspy_1 from "./page.importspy.js";
importspy_1.$importspy();
importspy_2.$importspy();
import text from "./pay?raw";
import * as importspy_2 from "./page.importspy-1.js";
import PayWorker from "./pay?worker";
export { PayWorker, text };
