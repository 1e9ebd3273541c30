/** @importspy { env: { TOKEN: Secret } } */
import "./database.mjs";

console.log("payments: evaluated");
export const pay = () => "paid";
