import { ask } from "./ask.cjs";
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a query", () => import("./pay.js?version=2"));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a hash", () => import("./pay.js#part"));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("both", () => import(`./pay.js?a=b#c`));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("percent", () => import("./p%61y.js"));
await ask("a place", () => import(new URL("./pay.js?again", import.meta.url).href));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a space at the end", () => import("./pay.js "));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a tab in it", () => import("./p\tay.js"));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a line break at the end", () => import("./pay.js\n"));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a backslash", () => import("./folder\\..\\pay.js"));
