import { browserSign } from "./browser.js";
import { denoVersion } from "./deno.js";
import { edgeLightSign } from "./edgeLight.js";
import { readVersions } from "./node.js";
import { workerdSign } from "./workerd.js";

/** Version of each runtime, `""` when the runtime does not tell its version; not a text when it is not present. */
export type Runtimes = Readonly<Record<string, unknown>>;

let present: Runtimes | undefined;

/** Which runtimes are present, by the sign that each documents. Found out once. */
export function readRuntimes(): Runtimes {
  if (!present) {
    const { node, bun, electron } = readVersions();
    const deno = denoVersion();
    const workerd = workerdSign();
    const edgeLight = edgeLightSign();
    // These also fill `process.versions.node`, or have a worker's scope.
    const isForeign = bun || deno || workerd || edgeLight;
    // What does not tell its version has the empty one.
    present = {
      node: !isForeign && node,
      bun,
      deno,
      workerd: workerd && "",
      "edge-light": edgeLight && "",
      electron,
      browser: !isForeign && browserSign() && "",
    };
  }
  return present;
}
