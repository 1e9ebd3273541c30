import { host } from "./host.js";

export const engine = "docker";
export async function start(port: number): Promise<void> {
  console.log(host, port);
}
export class Worker {
  static readonly version = 2;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
