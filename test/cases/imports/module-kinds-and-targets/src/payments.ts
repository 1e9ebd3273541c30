/** @importspy { env: { TOKEN: Secret } } */
import "./database.js";

console.log("payments: evaluated");
export const pay = () => "paid";
