// @ts-ignore: TypeScript takes the query for a part of the file's name.
import { pay } from "./pay.js?version=2";
console.log(pay);
