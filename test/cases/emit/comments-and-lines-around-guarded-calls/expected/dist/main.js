import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
// Before the statement.
const load = () => importspy_1.$importspy(0, () => import(/* webpackChunkName: "payments" */ "./payments.js")); // Behind it.
const all = [/* one */ importspy_1.$importspy(1, () => import("./payments.js")), /* two */ importspy_1.$importspy(2, () => import("./payments.js" /* inside */)) /* behind */];
/* A chain. */ importspy_1.$importspy(3, () => import("./payments.js"))
    // Then.
    .then(({ pay }) => console.log(pay()))
    .catch(({ code }) => console.log(code));
// @ts-ignore
export const lazy = () => importspy_1.$importspy(4, () => require("./payments.js")).pay();
export const account = () => new (importspy_1.$importspy(5, () => require("./payments.js")).Account)();
export default async () => (await /* waits */ load()) ?? all;
//# sourceMappingURL=main.js.map