import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
import { pay } from "./../payments.js";
export { Account } from "./../payments.js";
console.log("HELLO, MAIN", pay());
importspy_1.$importspy(0, () => import("./../payments.js")).then(({ pay }) => console.log("HELLO, DYNAMIC", pay().length));
