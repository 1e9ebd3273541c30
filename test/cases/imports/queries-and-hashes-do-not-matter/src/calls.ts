import { ask } from "./ask.cjs";
// @ts-ignore
await ask("a query", () => import("./pay.js?version=2"));
// @ts-ignore
await ask("a hash", () => import("./pay.js#part"));
// @ts-ignore
await ask("both", () => import(`./pay.js?a=b#c`));
// @ts-ignore
await ask("percent", () => import("./p%61y.js"));
await ask("a place", () => import(new URL("./pay.js?again", import.meta.url).href));
