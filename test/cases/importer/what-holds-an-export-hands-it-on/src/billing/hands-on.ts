import * as payments from "../pay.js";
import { pay } from "../pay.js";

export const list = [pay];
export const nested = { deep: [{ pay }] };
export const frozen = Object.freeze(pay);
export const sealed = Object.seal({ pay });
export const copied = Object.assign({}, payments);
export const spread = { ...payments };
export const spreadList = [...[pay]];
export const created = Object.create(payments);
export const values = Object.values(payments);
export const condition = process.argv.length ? pay : undefined;
const nothing: typeof pay | undefined = JSON.parse("null");
export const fallback = nothing ?? pay;
export const both = process.argv.length && pay;
export const comma = (void 0, pay);
export let later: typeof pay | undefined;
later = pay;
export let taken: typeof pay;
({ pay: taken } = payments);
export const filled: { pay?: typeof pay } = {};
filled.pay = pay;
export class Static {
  static pay = pay;
}
export class Field {
  pay = pay;
}
export class Getter {
  static get pay() {
    return pay;
  }
}
export class Method {
  give() {
    return payments;
  }
}
export const instance = new Field();
export const member = Static.pay;
export const [first] = [pay];
export const { deep } = nested;
export function give() {
  return payments;
}
export const giveAway = () => ({ pay });
export const given = give();
export const promised = Promise.resolve(payments);
export const chained = import("../pay.js").then((all) => all.pay);
export const parameter = ((all: typeof payments) => all.pay)(payments);
export enum Harmless {
  one = 1,
}
export namespace Space {
  export const inner = pay;
}
export default payments;
