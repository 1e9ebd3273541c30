declare class SharedWorker {
  constructor(url: URL, options: object);
}
declare namespace globalThis {
  class Worker extends SharedWorker {}
}
export const started = [
  new globalThis.Worker(new URL("./pay.js", import.meta.url), { type: "module" }),
  new SharedWorker(new URL("./pay.js", import.meta.url), { type: "module" }),
];
