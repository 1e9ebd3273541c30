const options = async () => {
  console.log("options: evaluated");
  return {};
};
export async function awaited(): Promise<number> {
  return (await import("./payments.js", await options())).cents;
}
export async function* yielded(): AsyncGenerator<unknown, number> {
  return (await import("./payments.js", (yield "options") as {})).cents;
}
const call = (make: () => Promise<object>) => (typeof make === "function" ? {} : {});
export const inner = () => import("./payments.js", call(async () => await options()));

const tell = (name: string, cents: Promise<unknown>) =>
  cents.then(
    (value) => console.log(`${name}: admitted`, value),
    (error: Error) => console.log(`${name}: ${error.name}`),
  );
await tell("awaited", awaited());
const generator = yielded();
console.log((await generator.next()).value);
await tell("yielded", generator.next({}));
await tell("inner", inner().then(({ cents }) => cents));
