import { load } from "importspy";

async function attempt(title: string, promise: Promise<object>): Promise<void> {
  try {
    console.log(title, Object.keys(await promise));
  } catch (error) {
    console.log(title, (error as { violations?: object }).violations ?? error);
  }
}
interface Names {
  a: number;
  "any text": number;
  default: number;
}
const here = new URL(".", import.meta.url);
await attempt("comments and strings export nothing", load<{ a: number; b: number; c: string }>("./folder/looks.js"));
await attempt("not through stars", load<Names & { z: number; y(): void }>(new URL("folder/stars.js", here)));
await attempt("with a query", load<{ z: number }>("./folder/stars.js?again#x"));
await attempt("through stars", load<Names>(`${here}folder/stars.js`));
await attempt("what may be there", load<{ z?: number }>("./folder/names.js"));
await attempt("by the name of a package", load<{ a: number }>("dep"));
