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
// @ts-ignore
await ask("a space at the end", () => import("./pay.js "));
// @ts-ignore
await ask("a tab in it", () => import("./p\tay.js"));
// @ts-ignore
await ask("a line break at the end", () => import("./pay.js\n"));
// @ts-ignore
await ask("a backslash", () => import("./folder\\..\\pay.js"));
