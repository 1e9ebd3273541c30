// Types of `Package<Range, Shape>`, checked by each compiler that importspy serves.
import type { env, Package } from "importspy";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<Actual>(): <Expected>(...same: Same<Actual, Expected> extends true ? [] : [never, Actual]) => void;

interface Exports {
  Pool: new (config: object) => { query(text: string): void };
}
interface Contract {
  env: { PORT: number };
  packages: { pg: Package<"^8.11", Exports>; "pg-native"?: Package<"*", { default: () => void }>; tiny: "^1" };
}

// A contract with packages gives the same values.
is<ReturnType<typeof env<Contract>>>()<{ readonly PORT: number }>();

// What a package is asked for is in its type.
type Asked<P> = P extends Package<infer Range, infer Shape> ? [Range, Shape] : never;
is<Asked<Contract["packages"]["pg"]>>()<["^8.11", Exports]>();
is<Asked<NonNullable<Contract["packages"]["pg-native"]>>>()<["*", { default: () => void }]>();
is<Asked<Package<"1 || 2", typeof import("./values.js")>>>()<["1 || 2", typeof import("./values.js")]>();
is<Asked<Package<"1", (port: number) => void>>>()<["1", (port: number) => void]>();

// @ts-expect-error The exports are a type of their own.
export type NoShape = Package<"^8.11">;
// @ts-expect-error A module is no text.
export type Text = Package<"^8.11", "Pool">;
// @ts-expect-error A range is a text.
export type Range = Package<8, Exports>;

declare const pg: Package<"^8.11", Exports>;
// @ts-expect-error Another range.
export const range: Package<"^9", Exports> = pg;
// @ts-expect-error Other exports.
export const shape: Package<"^8.11", { Client: new () => unknown }> = pg;
// @ts-expect-error It is a condition, and no package.
pg.Pool;
