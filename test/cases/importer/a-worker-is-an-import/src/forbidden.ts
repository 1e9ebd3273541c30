import { Worker } from "node:worker_threads";

const file = new URL("./pay.js", import.meta.url);
export const started = [
  new Worker(new URL("./pay.js", import.meta.url)),
  new Worker(file),
  new Worker(import.meta.dirname + "/pay.js"),
  // What the process's folder, or the page, is, no build knows.
  new Worker("./pay.js"),
];
