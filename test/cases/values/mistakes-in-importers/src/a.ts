import { later } from "./host.js";

export const name: string = "a";
export { later };
