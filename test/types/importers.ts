// Types of `importers<C>()`, checked by each compiler that importspy serves, as values.ts.
import { type Importer, type ImporterOf, importers } from "importspy";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<Actual>(): <Expected>(...same: Same<Actual, Expected> extends true ? [] : [never, Actual]) => void;

interface Plugin {
  readonly name: string;
  start?(port: number): void;
}
interface Host {
  env: { PORT?: string };
  importer:
    | { module: `src/plugins/${string}`; exports: { default: Plugin } }
    | { module: "src/main.ts" }
    | { package: "web"; module: "src/page.ts"; exports: { size: number } };
}
const all = importers<Host>();
is<typeof all>()<readonly ImporterOf<Host>[]>();
const first = all.at(0);
is<typeof first>()<ImporterOf<Host> | undefined>();

for (const each of all) {
  is<typeof each.package>()<string>();
  if (each.module === "src/main.ts") {
    is<typeof each>()<Importer<unknown, "src/main.ts">>();
  } else if (each.module === "src/page.ts") {
    is<Awaited<ReturnType<typeof each.load>>>()<{ size: number }>();
  } else {
    is<typeof each>()<Importer<{ default: Plugin }, `src/plugins/${string}`>>();
  }
  // @ts-expect-error
  each.module = "src/main.ts";
}
export async function start(): Promise<void> {
  for (const each of all) {
    if (each.module === "src/main.ts" || each.module === "src/page.ts") continue;
    const { default: plugin } = await each.load();
    is<typeof plugin>()<Plugin>();
    plugin.start?.(8080);
    // @ts-expect-error
    (await each.load()).other;
  }
}
// @ts-expect-error
all.push(all[0]);

// Where a contract does not say who, anybody may be there.
is<ReturnType<typeof importers<{ env: { A: string } }>>>()<readonly Importer[]>();
is<ReturnType<typeof importers<{ importer: { package: "web" } }>>>()<readonly Importer<unknown, string>[]>();
