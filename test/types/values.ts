// Types of `env<C>()`, checked by each compiler that importspy serves: an assertion that fails is an error, and so is a
// misuse that none of them refuses.
import {
  type Default,
  type Env,
  env,
  type Format,
  type Frozen,
  type Hidden,
  type Json,
  type List,
  type Maximum,
  type Secret,
  type Type,
} from "importspy";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<Actual>(): <Expected>(...same: Same<Actual, Expected> extends true ? [] : [never, Actual]) => void;

enum Mode {
  Fast = "fast",
  Slow = "slow",
}
enum Digit {
  Four = 4,
  Five,
}

interface Tree {
  on: boolean;
  parts: Tree[];
  parent?: Tree | null;
}

interface Contract {
  env: {
    TEXT: string;
    URL: string & Format<"uri">;
    PORT: number & Maximum<65535> & Default<3000>;
    COUNT: bigint & Type<"uint64">;
    ON: boolean & Default<true>;
    LEVEL: ("debug" | "info") & Default<"info">;
    MIXED: "auto" | (number & Maximum<5>);
    MODE: Mode;
    DIGIT: Digit;
    FOUR: Digit.Four;
    VERSION: `v${number}`;
    KEY: Secret;
    PIN: Secret<number>;
    TIER: Secret<"gold" | "silver">;
    MAYBE_KEY?: Secret;
    MAYBE?: number;
    ORIGINS: List<string & Format<"uri">>;
    PORTS: List<number & Maximum<65535>, ";"> & Default<[1, 2]>;
    LEVELS?: List<"a" | "b">;
    IDS: List<bigint> & Default<[1n]>;
    FLAGS: Json<{ beta: boolean; limits: (number & Maximum<3>)[]; deep?: { name: string & Format<"email"> } }>;
    RAW: Json<unknown>;
    RECORD: Json<Record<string, number>>;
    PAIR: Json<[number, string]> & Default<[1, "a"]>;
    TREE: Json<Tree>;
  };
}
const values = env<Contract>();
is<typeof values.TEXT>()<string>();
is<typeof values.URL>()<string>();
is<typeof values.PORT>()<number>();
is<typeof values.COUNT>()<bigint>();
is<typeof values.ON>()<boolean>();
is<typeof values.LEVEL>()<"debug" | "info">();
is<typeof values.MIXED>()<number | "auto">();
is<typeof values.MODE>()<Mode>();
is<typeof values.DIGIT>()<Digit>();
is<typeof values.FOUR>()<Digit.Four>();
is<typeof values.VERSION>()<`v${number}`>();
is<typeof values.KEY>()<Hidden<string>>();
is<typeof values.PIN>()<Hidden<number>>();
is<typeof values.TIER>()<Hidden<"gold" | "silver">>();
is<typeof values.MAYBE_KEY>()<Hidden<string> | undefined>();
is<typeof values.MAYBE>()<number | undefined>();
is<typeof values.ORIGINS>()<readonly string[]>();
is<typeof values.PORTS>()<readonly number[]>();
is<typeof values.LEVELS>()<readonly ("a" | "b")[] | undefined>();
is<typeof values.IDS>()<readonly bigint[]>();
is<typeof values.FLAGS.beta>()<boolean>();
type Part = (typeof values.TREE.parts)[number]["parts"][number];
is<Part["on"]>()<boolean>();
is<Exclude<Part["parent"], undefined>>()<Frozen<Tree> | null>();
is<typeof values.FLAGS.limits>()<readonly number[]>();
is<NonNullable<typeof values.FLAGS.deep>["name"]>()<string>();
is<typeof values.RAW>()<unknown>();
is<typeof values.PAIR>()<readonly [number, string]>();
export const named: number | undefined = values.RECORD.any;
export const stated: Env<Contract> = env<Contract>();

interface Cloud {
  env: { TOKEN: Secret; REGION: "eu" | "us" };
}
interface Local {
  env: { HOST: string; REGION: "here" };
}
const either = env<Cloud | Local>();
if (either.TOKEN !== undefined) {
  is<typeof either.REGION>()<"eu" | "us">();
  is<typeof either.HOST>()<undefined>();
} else is<typeof either.HOST>()<string>();
if (either.REGION === "here") is<typeof either.HOST>()<string>();
const inside = env<{ env: { A: string } | { B: number } }>();
if (inside.A === undefined) is<typeof inside.B>()<number>();

// Hidden is not what it hides, and a default is none of another type.
declare function send(text: string): void;
// @ts-expect-error
send(values.KEY);
send(values.KEY.reveal());
send(`${values.KEY}`);
// @ts-expect-error
export const added = values.PIN * 2;
// @ts-expect-error
values.TEXT = "x";
// @ts-expect-error
values.ORIGINS.push("x");
// @ts-expect-error
values.FLAGS.beta = true;
// @ts-expect-error
export const absent = values.ABSENT;
// @ts-expect-error
export const forged: Hidden<string> = {
  reveal: () => "x",
  toString: () => "[secret]",
  toLocaleString: () => "[secret]",
  toJSON: () => "[secret]",
};
// @ts-expect-error
export type NoFunction = Default<() => void>;
// @ts-expect-error
export type NoObjects = List<{ a: string }>;
// @ts-expect-error
export const length: string = env<Contract>().PORT;
