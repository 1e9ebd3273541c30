import barrel from "../barrel.cjs";
console.log(barrel.change());
