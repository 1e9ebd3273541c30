import text from "./pay?raw";
import PayWorker from "./pay?worker";
export { PayWorker, text };
