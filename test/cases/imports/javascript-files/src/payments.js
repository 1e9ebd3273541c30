/** @importspy { env: { TOKEN: Secret } } */
import { database } from "./database.js";

console.log("payments: evaluated");
export const pay = () => `paid through ${database}`;
