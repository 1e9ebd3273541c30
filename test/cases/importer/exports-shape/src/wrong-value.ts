import { Engine } from "./engine.js";
import { host } from "./host.js";

export const engine = "dockre";
export async function start(port: number): Promise<void> {
  console.log(host, port);
}
export class Worker extends Engine {
  static readonly version = 2;
}
