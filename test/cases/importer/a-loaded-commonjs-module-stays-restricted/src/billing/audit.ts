// In a circle with the module that imports it.
import { pay } from "../pay";
export const audit = (text: string) => `${text}, audited by a file that ${typeof pay === "function" ? "sees" : "misses"} it`;
