export const text = 1;
export const literal = "hunter2";
export const home = "hunter2";
export const port = 70000;
export const path = "hunter2";
export const flag = "hunter2";
export const big = 1;
export const five = 6n;
export const sign = "hunter2";
export const nothing = null;
export const empty = undefined;
export const list = ["a", 1, { hunter2: 1 }];
export const pair = ["a", "hunter2"];
export const many = ["a", 1, "hunter2"];
export const record = { a: 1, hunter3: "hunter2" };
export const either = { kind: "b", b: "hunter2" };
export const nested = { deep: { list: [{ id: 1 }, { id: "hunter2" }] } };
export const ring: object = { label: "a", next: { label: 3, next: null } };
export const date = "hunter2";
export const map = {};
export const later = () => {};
export const store = { size: "hunter2", get: "hunter2", options: { key: 1, values: ["hunter2"] } };
export const anything = 1;
export const thing = "hunter2";
export const optional = 5;
export function none(a: string) {
  return a;
}
export function two(a: string, b: string, c: string) {
  return [a, b, c];
}
export class some {}
export const rest = "hunter2";
export const over = (a: string, b: string) => [a, b];
export const tagged = () => {};
export const Job = () => {};
export class Sub {
  static kinds = "hunter2";
  constructor(readonly name: string) {}
}
export default { name: 5 };
