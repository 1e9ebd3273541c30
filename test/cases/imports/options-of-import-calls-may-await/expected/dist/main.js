import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
const options = async () => {
    console.log("options: evaluated");
    return {};
};
export async function awaited() {
    return (await ((options_1) => importspy_1.$importspy(0, () => import("./payments.js", options_1)))(await options())).cents;
}
export async function* yielded() {
    return (await ((options_2) => importspy_1.$importspy(1, () => import("./payments.js", options_2)))((yield "options"))).cents;
}
const call = (make) => (typeof make === "function" ? {} : {});
export const inner = () => importspy_1.$importspy(2, () => import("./payments.js", call(async () => await options())));
const tell = (name, cents) => cents.then((value) => console.log(`${name}: admitted`, value), (error) => console.log(`${name}: ${error.name}`));
await tell("awaited", awaited());
const generator = yielded();
console.log((await generator.next()).value);
await tell("yielded", generator.next({}));
await tell("inner", inner().then(({ cents }) => cents));
