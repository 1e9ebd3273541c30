import * as threads from "node:worker_threads";
import { Worker as Thread } from "node:worker_threads";

const file = new URL("./pay.js", import.meta.url);
const given = [file] as const;
const Chosen = process.argv.length > 2 ? Thread : threads.Worker;
const { Worker: Taken } = threads;
const make = Reflect.construct;

export const started = [
  Reflect.construct(Thread, [file]),
  Reflect.construct(threads.Worker, given),
  make(Taken, [new URL("./pay.js", import.meta.url)]),
  new Chosen(file),
  new threads["Worker"](file),
  new (class {}.name ? Thread : Taken)(...given),
];
// No worker, and nothing that is known.
Reflect.construct(Date, [file]);
