import { load } from "importspy";
import { loadAs } from "./other.js";

interface Pay {
  pay(cents: number): string;
}
async function attempt(title: string, promise: Promise<Pay>): Promise<void> {
  try {
    console.log(title, (await promise).pay(5));
  } catch (error) {
    console.log(title, (error as Error).message);
  }
}
await attempt("admitted importer:", load<Pay>("./pay.js"));
await attempt("refused importer, when it is loaded:", loadAs("./pay.js"));
await attempt("refused importer, before it is loaded:", loadAs("./other-pay.js"));
