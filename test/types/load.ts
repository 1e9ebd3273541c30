// Types of `load<T>()`, checked by each compiler that importspy serves.
import { load } from "importspy";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<Actual>(): <Expected>(...same: Same<Actual, Expected> extends true ? [] : [never, Actual]) => void;

interface Plugin {
  name: string;
  run?(task: string): void;
}

const plugin = load<Plugin>("./plugin.js");
is<typeof plugin>()<Promise<Plugin>>();
is<Awaited<typeof plugin>["name"]>()<string>();
const byUrl = load<typeof import("./values.js")>({ href: "file:///values.js" });
is<typeof byUrl>()<Promise<typeof import("./values.js")>>();

// @ts-expect-error A specifier is needed.
load<Plugin>();
// @ts-expect-error A path, a URL or a name.
load<Plugin>(5);
