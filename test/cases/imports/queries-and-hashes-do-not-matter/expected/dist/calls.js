import * as importspy_1 from "./calls.importspy.js";
importspy_1.$importspy();
import { ask } from "./ask.cjs";
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a query", () => importspy_1.$importspy(0, () => import("./pay.js?version=2")));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a hash", () => importspy_1.$importspy(1, () => import("./pay.js#part")));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("both", () => importspy_1.$importspy(2, () => import(`./pay.js?a=b#c`)));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("percent", () => importspy_1.$importspy(3, () => import("./p%61y.js")));
await ask("a place", () => importspy_1.$importspy(4, () => import(new URL("./pay.js?again", import.meta.url).href)));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a space at the end", () => importspy_1.$importspy(5, () => import("./pay.js ")));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a tab in it", () => importspy_1.$importspy(6, () => import("./p\tay.js")));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a line break at the end", () => importspy_1.$importspy(7, () => import("./pay.js\n")));
// @ts-ignore: TypeScript takes the specifier for a file name as it is.
await ask("a backslash", () => importspy_1.$importspy(8, () => import("./folder\\..\\pay.js")));
