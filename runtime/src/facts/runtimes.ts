import { browserSign } from "./browser.js";
import { denoVersion } from "./deno.js";
import { edgeLightSign } from "./edgeLight.js";
import { readVersions } from "./node.js";
import { workerdSign } from "./workerd.js";

/** The version of each present runtime, `""` when it gives no version. An absent runtime has no string. */
export type Runtimes = Readonly<Record<string, unknown>>;

function detectRuntimes(): Runtimes {
  const { node, bun, electron } = readVersions();
  const deno = denoVersion();
  const workerd = workerdSign();
  const edgeLight = edgeLightSign();
  // These also set `process.versions.node`, or have the scope of a worker.
  const isForeign = bun || deno || workerd || edgeLight;
  // A runtime without a version has the empty string.
  return {
    node: !isForeign && node,
    bun,
    deno,
    workerd: workerd && "",
    "edge-light": edgeLight && "",
    electron,
    browser: !isForeign && browserSign() && "",
  };
}

let present: Runtimes | undefined;

/** The runtimes that are present, by the globals that each one documents. Determined once. */
export const readRuntimes = (): Runtimes => (present ??= detectRuntimes());
