import { pay } from "./all.js";
export default pay;
