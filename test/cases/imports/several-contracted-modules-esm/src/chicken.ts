/** @importspy { env: { CHICKEN: Secret } } */
import { egg } from "./egg.js";
console.log("chicken: evaluated");
export const lays = () => egg;
export const chicken = "chicken";
