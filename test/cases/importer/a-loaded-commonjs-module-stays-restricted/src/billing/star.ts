import { pay } from "../pay";
export * from "../pay";
export { pay as payLater } from "../pay";
export const first = pay;
