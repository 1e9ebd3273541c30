import { ContractViolationError, load as read } from "importspy";
import type { Format, Maximum, Minimum } from "importspy";

interface Store<Key, Value> {
  readonly size: number;
  get(key: Key): Value | undefined;
  options: { key: Key; values: Value[] };
}
interface Node {
  label: string;
  next: Node | null;
}
abstract class Job {
  abstract run(): void;
  stop(): void {}
  private secret(): void {}
}
/** Every kind of type that a value shows. */
interface Exports {
  text: string;
  literal: "a" | "b" | 3 | false;
  home: string & Format<"uri">;
  port: number & Minimum<1> & Maximum<65535>;
  path: `src/${string}.ts`;
  flag: boolean;
  big: bigint;
  five: 5n;
  sign: symbol;
  nothing: undefined;
  empty: null;
  list: string[];
  pair: readonly [string, number?];
  many: [first: string, ...rest: number[]];
  record: Record<string, number>;
  either: { kind: "a"; a: string } | { kind: "b"; b: number };
  nested: { deep: { list: { id: number }[] } };
  ring: Node;
  date: Date;
  map: Map<string, number>;
  later: Promise<void>;
  store: Store<string, number>;
  anything: unknown;
  thing: object;
  optional?: string;
  none(): void;
  two(a: string, b: number): void;
  some(a: string, b?: number): void;
  rest(...values: string[]): void;
  over: { (a: string): void; (a: string, b: string): void };
  tagged: ((text: string) => void) & { version: string };
  Job: new (name: string) => Job;
  Sub: { new (): { go(): void; readonly id: number }; readonly kinds: readonly string[]; make(name: string): void };
  default: { name: string };
}

for (const name of ["right", "wrong", "fewer", "nothing"]) {
  try {
    const module = await read<Exports>(`./${name}.js`);
    console.log(module.default.name, module.list.length, new module.Sub().id);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    console.log(error.message);
    console.log(error.code, error.contract, error.importer, JSON.stringify(error).length > 1000);
  }
}
console.log("done", typeof Job);
