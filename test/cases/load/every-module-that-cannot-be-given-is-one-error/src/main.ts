import { load } from "importspy";

async function attempt(title: string, promise: Promise<object>): Promise<void> {
  try {
    console.log(`${title}:`, Object.keys(await promise));
  } catch (error) {
    const text = error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ""} ${error.message}` : String(error);
    console.log(`${title}:`, text.replaceAll(import.meta.dirname, "").replace(/ imported from .*/, ""));
  }
}
interface Run {
  run(): void;
}
interface Named {
  run: { name: string; kind: "a" };
}
interface Link {
  next: Link | null;
}
interface Traps {
  run: { name: string };
  list: string[];
  record: Record<string, string>;
  date: Date;
  Class: { new (): { go(): void }; kind: string };
  fn: { (): void; kind: string };
  revoked: { name: string };
}
await attempt("data URL", load<Run>("data:text/javascript,export const run = () => {};"));
await attempt("data URL that lacks it", load<Run>("data:text/javascript,export const hunter2 = 1"));
await attempt("missing", load<Run>("./m/missing.js"));
await attempt("missing package", load<Run>("no-such-package"));
await attempt("no URL", load<Run>("https://[/x.js"));
console.log(typeof (await load<{ readFileSync(name: string, options: object): void }>("node:fs")).readFileSync);
await attempt("throws", load<Run>("./m/throws.js"));
await attempt("throws nothing", load<Run>("./m/throws-nothing.js"));
await attempt("syntax", load<Run>("./m/syntax.js"));
await attempt("lacks what it imports", load<Run>("./m/lacks.js"));
await attempt("getter", load<Named>("./m/getter.js"));
await attempt("proxies", load<Traps>("./m/proxy.js"));
await attempt("lying proxy", load<Named>("./m/lying.js"));
await attempt("deep", load<{ run: Link }>("./m/deep.js"));
await attempt("then", load<Run>("./m/then.js"));
for (const name of ["data.json", "code.wasm"]) {
  await load<Run>(`./m/${name}`).then(
    () => console.log(`${name}: loaded`),
    (error: Error) => console.log(`${name}: one error`, error instanceof Error),
  );
}
