/** @importspy { env: { EGG: Secret } } */
import { chicken } from "./chicken.js";
console.log("egg: evaluated");
export const hatches = () => chicken;
export const egg = "egg";
