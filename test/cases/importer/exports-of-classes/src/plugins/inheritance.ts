import "../host.js";
import type { Engine } from "../host.js";
class Base {
  readonly name = "inheritance";
  run = (job: string) => Promise.resolve(job);
  stop(): void {}
}
export class Worker extends Base {
  static readonly version = 2;
  static create = (): Engine => {
    throw new Error();
  };
}
