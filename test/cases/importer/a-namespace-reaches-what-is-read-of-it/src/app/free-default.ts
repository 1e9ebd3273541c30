import barrel from "../barrel.cjs";
import { default as again } from "../barrel.cjs";
console.log(barrel.coins(), again.coins());
