import * as importspy_1 from "./payments.importspy.js";
importspy_1.$importspy();
/**
 * @importspy { env: { TOKEN: Secret; PORT: number & Maximum<65535> } } Ask in #payments.
 */
import { database } from "./database.js";
console.log("payments: evaluated");
export const pay = () => `paid through ${database}`;
