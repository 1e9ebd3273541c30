import { spreadList } from "../billing/hands-on.js";
console.log(spreadList);
