import { pay } from "../pay.js";

type Api = Record<string, unknown>;
const api: Api = {};
api.pay = pay;
export const renamed = api;
export const contained = { api };
export const frozen = Object.freeze(api);
export default api;

const list: unknown[] = [];
list[0] = pay;
export const listed = list;

const deep: { inner: Api } = { inner: {} };
deep.inner.pay = pay;
export const nested = deep;
export const part = deep.inner;

function call() {}
call.pay = pay;
export const called = call;

const merged: Api = {};
Object.assign(merged, { pay });
export { merged };

export const defined: Api = {};
Object.defineProperty(defined, "pay", { get: () => pay });
export const definedHere = Object.defineProperty({}, "pay", { value: pay });
export const described: Api = {};
Object.defineProperties(described, { pay: { value: pay } });
export const reflected: Api = {};
Reflect.set(reflected, "pay", pay);

class Constructed {
  readonly pay;
  constructor() {
    this.pay = pay;
  }
}
export const constructed = new Constructed();
class Parameter {
  constructor(readonly pay: unknown) {}
}
export const parameter = new Parameter(pay);

class Hidden {
  readonly #pay;
  constructor(private readonly other: unknown = pay) {
    this.#pay = pay;
  }
  charge() {
    return [this.#pay(), this.other === pay];
  }
}
export const hidden = new Hidden();
const plain: Api = {};
plain.paid = pay();
export const paid = plain;
