import { default as barrel } from "../barrel.cjs";
console.log(barrel);
