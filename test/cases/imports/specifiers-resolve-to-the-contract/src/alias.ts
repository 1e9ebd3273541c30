import { open } from "aliased";
console.log("alias:", open());
