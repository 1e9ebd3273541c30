/**
 * What the sidecars of the operands say together.
 *
 * @module
 */

import { nameIn } from "./bundle/host.js";
import type { BuiltContract } from "./bundle/judge.js";
import { modulePathOf, type Operand } from "./files.js";
import { findPackage, outputsOf } from "./packages.js";
import type { Prover } from "./prover.js";

/** Reads the sidecars of the operands; others are read when a specifier leads to their files. */
export function proveSidecars(prover: Prover, operands: readonly Operand[]): void {
  const { sidecarOf, add, foreign, isFile } = prover;
  const files = operands.flatMap(({ modules, sidecars }) => [...modules, ...sidecars.map(modulePathOf)]);
  for (const fileName of new Set(files)) {
    const sidecar = sidecarOf(fileName);
    if (!sidecar) continue;
    if (sidecar.problem) add("missing", sidecar.fileName, sidecar.problem);
    if (!isFile(fileName)) add("missing", sidecar.fileName, "has no file beside it; build again");
    for (const contract of sidecar.provided) foreign.set(contract.key, contract);
  }
}

export function contractsOf({ sidecars, foreign }: Prover): BuiltContract[] {
  const own = [...sidecars.values()].flatMap((sidecar) => sidecar?.contract ?? []);
  return [...new Map([...own, ...foreign.values()].map((contract) => [contract.key, contract])).values()];
}

/** Reports announced contracts that no sidecar enforces: that of another package of the workspace may be elsewhere. */
export function proveAnnouncements({ sidecars, add, show }: Prover): void {
  const all = [...sidecars.values()].filter((sidecar) => sidecar !== undefined);
  const enforced = new Set(all.flatMap(({ contract, provided }) => [contract, ...provided].map((each) => each?.key)));
  for (const { fileName, packageName, moments, problem } of all) {
    if (problem) continue;
    for (const key of new Set(moments.flat())) {
      if (enforced.has(key)) continue;
      const announces = `announces ${nameIn(key)}, of which no sidecar was found here`;
      const other = key.startsWith(`${packageName}/`) ? undefined : findPackage(fileName, key);
      if (other?.isInstalled) continue;
      const outputs = other ? outputsOf(other.folder).map(show) : [];
      const hint = outputs.length ? `; name its output, too: ${outputs.join(" ")}` : "";
      add("unknown", fileName, announces + hint);
    }
  }
}
