import { Worker } from "node:worker_threads";
import * as threads from "node:worker_threads";

const job = new URL("../job.js", import.meta.url);
const starts = {
  "a constant": () => new Worker(job),
  "a URL": () => new threads.Worker(new URL("../job.js", import.meta.url)),
  "Reflect.construct": (): Worker => Reflect.construct(Worker, [job]),
  "an entry of its own": () => new Worker(new URL("./entry.js", import.meta.url)),
};
for (const [name, start] of Object.entries(starts)) {
  const ended = new Promise<void>((resolve) => {
    const worker = start();
    worker.on("error", (error) => console.log(`${name}: ${String(error).split("\n")[0]}`));
    worker.on("exit", () => resolve());
  });
  await ended;
}
