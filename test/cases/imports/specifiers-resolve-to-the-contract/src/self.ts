import { open } from "app";
console.log("self:", open());
