import { slower } from "./slower.js";
console.log("late: waits", Object.keys(slower));
export const { pay } = await import("./pay.js");
