import * as importspy from "importspy";
import { load, load as read } from "importspy";
import type { Minimum } from "importspy";

interface Plugin {
  run(): void;
}
export const inferred: Promise<Plugin> = load("./a.js");
export const untyped = importspy.load("./a.js");
export const of = [load<any>("./a.js"), read<unknown>("./a.js")];
export const handed = load;
export const partly = ["./a.js"].map(read<Plugin>);
export const open = <T extends Plugin>(specifier: string) => load<T>(specifier);
export class Loader<T> {
  all(specifier: string) {
    return load<{ items: T[] }>(specifier);
  }
}
export const wrong = load<{ count: string & Minimum<3> }>("./a.js");
export const unknownName = load<Pluggin>("./a.js");
export const generic = load<{ map<T>(value: T): T[] }>("./a.js");
export const waiting = await load<Plugin>("./plugin.js");
const later = async () => await load<Plugin>("./plugin.js");
export const fine = [(await load<Plugin>("./alone.js")).run, later];
export { load } from "importspy";
