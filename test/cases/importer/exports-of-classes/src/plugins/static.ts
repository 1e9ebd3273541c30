import { Engine } from "../host.js";
export class Worker extends Engine {
  static readonly version = "2";
  static create = (name: string) => new Worker(name);
  constructor(name: string) {
    super(name);
  }
  run = (job: string) => Promise.resolve(job.length);
}
