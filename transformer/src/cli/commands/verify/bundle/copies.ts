import path from "node:path";
import { type BundleHost, nameIn } from "./host.js";
import { findCopy } from "./traces.js";

/**
 * Finds bundles among the files of a build: without sidecar and runtime they look like files without any contract. Such a
 * bundle holds a contracted module, imports no file of the build, and is imported by none.
 *
 * @param host - How files are read and reported on.
 * @param files - Files of a build that have no sidecar.
 * @param loadsOthers - Whether a file loads another one of the build.
 */
export function proveCopies(
  host: BundleHost,
  files: readonly string[],
  loadsOthers: (fileName: string) => boolean,
): void {
  const { built, contracts, read, add } = host;
  const isLoaded = (fileName: string) => {
    const name = path.basename(fileName);
    return built.files.some((each) => each !== fileName && read(each).includes(name));
  };
  for (const fileName of files) {
    for (const [contract, file] of contracts.own) {
      const trace = findCopy(built.tracesOf(file), read(fileName));
      if (trace === undefined || loadsOthers(fileName) || isLoaded(fileName)) continue;
      const name = nameIn(contract.key);
      const how = `holds code of ${contract.module} (${JSON.stringify(trace)})`;
      add("missing", fileName, `${how}, and does not enforce the contract of ${name}`);
    }
  }
}
