import { KEY, PIN } from "./secrets.js";

declare function structuredClone(value: unknown): unknown;
const nodeUtil = (await import("node:util" as string)) as {
  inspect(value: unknown, options?: object): string;
  format(...values: unknown[]): string;
};
const failed = (run: () => unknown): string => {
  try {
    return String(run());
  } catch (error) {
    return (error as Error).message;
  }
};
console.log(`${KEY}`, String(PIN), "" + KEY, +(PIN as unknown as number), KEY.toLocaleString());
console.log(JSON.stringify({ KEY, list: [PIN] }), KEY, { KEY });
console.log("%s %j %o %O", KEY, KEY, KEY, KEY);
console.log(nodeUtil.inspect(KEY, { showHidden: true, depth: 9, getters: true }), nodeUtil.format("%s %d", KEY, KEY));
console.log(Object.keys(KEY), Reflect.ownKeys(KEY), { ...KEY }, Object.isFrozen(KEY), structuredClone(KEY));
console.log(nodeUtil.inspect(new Error("failed", { cause: KEY })).includes("hunter"));
console.log(new Map([[KEY, 1]]).get(KEY), KEY === KEY, (KEY as unknown) === PIN);
console.log(KEY.reveal().length, PIN.reveal() + 1);
console.log(failed(() => new Proxy(KEY, {}).reveal()));
console.log(failed(() => KEY.reveal.call({} as typeof KEY)));
console.log(failed(() => Object.assign(KEY, { reveal: () => "x" })));
