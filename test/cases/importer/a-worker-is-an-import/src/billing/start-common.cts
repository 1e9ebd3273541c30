import path = require("node:path");
import { Worker } from "node:worker_threads";

const worker = new Worker(path.join(__dirname, "../common.cjs"));
worker.on("error", (error) => console.log(String(error).split("\n")[0]));
