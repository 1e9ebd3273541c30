declare const require: (specifier: string) => typeof import("./payments.js");
// Before the statement.
const load = () => import(/* webpackChunkName: "payments" */ "./payments.js"); // Behind it.

const all = [/* one */ import("./payments.js"), /* two */ import("./payments.js" /* inside */) /* behind */];

/* A chain. */ import("./payments.js")
  // Then.
  .then(({ pay }) => console.log(pay()))
  .catch(({ code }) => console.log(code));

// @ts-ignore
export const lazy = () => require("./payments.js").pay();
export const account = () => new (require("./payments.js").Account)();
export default async () => (await /* waits */ load()) ?? all;
