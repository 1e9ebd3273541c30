/** @importspy { env: { TOKEN: Secret } } */
import { database } from "./database";

console.log("payments: evaluated");
export const pay = () => `paid through ${database}`;
export default pay;
