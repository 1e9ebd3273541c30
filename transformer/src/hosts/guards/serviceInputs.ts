import type { GuardService } from "../../service/types.js";
import type { FoundInputs } from "./inputs.js";
import { findManifests } from "./manifests.js";

/**
 * What the answers of guard services were made from.
 *
 * @param services - Those of a project.
 * @param dependencies - The files that guards depend on.
 */
export function inputsOf(services: readonly GuardService[], dependencies: readonly string[]): FoundInputs {
  const files = services.flatMap((each) => each.inputs());
  // What an installed package declares changes with its version; what guards are made from is looked at all the same.
  const own = files.filter((name) => !name.includes("/node_modules/"));
  const first = <Value>(ask: (service: GuardService) => Value | undefined) => {
    for (const service of services) {
      const found = ask(service);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    files: [...new Set([...own, ...dependencies, ...findManifests([...files, ...dependencies])])],
    textOf: (name) => first((service) => service.textOf(name)),
    loadsOf(name) {
      const all = services.map((service) => service.loadsOf(name)).filter((each) => each !== undefined);
      return all.length === services.length ? all[0] : undefined;
    },
  };
}
