export const text = "t";
export const literal = 3;
export const home = "https://a.example";
export const port = 8080;
export const path = "src/a/b.ts";
export const flag = true;
export const big = 1n;
export const five = 5n;
export const sign = Symbol();
export const nothing = undefined;
export const empty = null;
export const list = ["a", "b"];
export const pair = ["a"];
export const many = ["a", 1, 2];
export const record = { a: 1, b: 2 };
export const either = { kind: "b", b: 1 };
export const nested = { deep: { list: [{ id: 1 }, { id: 2, more: true }] } };
export const ring: object = { label: "a", next: { label: "b", next: null as unknown } };
(ring as { next: { next: unknown } }).next.next = ring;
export const date = new Date(0);
export const map = new Map();
export const later = Promise.resolve();
export const store = { size: 0, get: (key: string) => key, options: { key: "k", values: [1] } };
export const anything = 1;
export const thing = () => {};
export const none = (options = {}) => options;
export function two(a: string) {
  return a;
}
export function some(a: string, b: number) {
  return [a, b];
}
export const rest = (a: string, b: string, c: string) => [a, b, c];
export const over = (a: string) => a;
export const tagged = Object.assign((value: string) => value, { version: "1" });
class Base {
  stop() {}
}
export class Job extends Base {
  constructor(readonly name: string) {
    super();
  }
  run = () => {};
}
export class Sub {
  static readonly kinds = ["x"];
  static make() {}
  go() {}
  get id() {
    return 7;
  }
}
export default { name: "right" };
