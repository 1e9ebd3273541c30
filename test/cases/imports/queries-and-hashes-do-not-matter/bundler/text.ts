import text from "./pay?raw";
export { text };
