import * as importspy_1 from "./page.importspy.js";
importspy_1.$importspy();
import text from "./pay?raw";
import PayWorker from "./pay?worker";
export { PayWorker, text };
