/**
 * Reports each decision of guards: `node --import importspy/dist/trace.mjs main.js`. It is a separate module, so that a
 * program without tracing pays nothing. It must be loaded before the first guard.
 *
 * Each {@link TracedVerdict} is published on the channel `importspy:verdict` of `node:diagnostics_channel`. With
 * `NODE_DEBUG=importspy` each one is also a line on stderr. Neither contains the value of an environment variable.
 *
 * @module
 */
import { channel } from "node:diagnostics_channel";
import { debuglog } from "node:util";
import type { Announcement, Contract, Uses, ViolatingImporter, Violation } from "./contract.js";
import { REGISTRY } from "./guard/registry.js";

/** A published decision. */
export interface TracedVerdict {
  readonly contract: { readonly module: string; readonly package: string; readonly line: number };
  /** The importer; `undefined` when it is unknown. */
  readonly importer: ViolatingImporter | undefined;
  readonly admitted: boolean;
  /** The violations of the closest alternative; empty when the importer is admitted. */
  readonly violations: readonly Violation[];
}

interface Registry {
  readonly contracts: Record<string, Contract>;
  asked: readonly Announcement[];
  loading: readonly Announcement[];
}

const TRACED = Symbol.for("importspy.traced@1");
const verdicts = channel("importspy:verdict");
const log = debuglog("importspy");

const nameOf = ({ module, package: name }: TracedVerdict["contract"]) => (name ? `${name}/${module}` : module);

function describe({ contract, importer, admitted, violations }: TracedVerdict): string {
  const who = importer ? `${nameOf(importer)}:${importer.line}` : "an unknown importer";
  const broken = violations.map(({ path, hint }) => `${path}: ${hint}`).join("; ");
  return `${who} → ${nameOf(contract)}: ${admitted ? "admitted" : `refused, ${broken}`}`;
}

/** The guard judges before and after an import is loaded. An unchanged verdict is reported once. */
const told = new Map<string, string>();

function tell(verdict: TracedVerdict): void {
  const { contract, importer } = verdict;
  const key = JSON.stringify([contract, importer]);
  const text = describe(verdict);
  if (told.get(key) === text) return;
  told.set(key, text);
  log("%s", text);
  verdicts.publish(verdict);
}

type Judge = NonNullable<Uses["judgeImporter"]>;

/** The default for contracts without conditions on importers, the same as in the guard. */
const judgeNobody: Judge = (_contract, importers, environment) => [environment, importers[0]];

type Mutable = { -readonly [Name in keyof Contract]: Contract[Name] };

/** Makes a contract report its verdicts. */
function trace(contract: Mutable): void {
  const judge = contract.uses.judgeImporter ?? judgeNobody;
  const traced: Judge = (judged, importers, environment, isChain) => {
    const result = judge(judged, importers, environment, isChain);
    const [found, announcement = importers[0]] = result;
    // The environment is not known yet, so nothing is decided.
    if (!environment) return result;
    const [identity, [, , line] = ["", "", 0]] = announcement ?? [];
    const admitted = !found?.every((violations) => violations.length);
    const ranked = admitted ? [] : [...found!].sort((a, b) => a.length - b.length);
    tell({
      contract: { module: judged.module, package: judged.package, line: judged.line },
      importer: identity && { ...identity, line },
      admitted,
      violations: ranked[0] ?? [],
    });
    return result;
  };
  contract.uses = { ...contract.uses, judgeImporter: traced };
}

const host = globalThis as { [REGISTRY]?: Registry; [TRACED]?: boolean };

if (host[REGISTRY] && !host[TRACED]) {
  process.emitWarning("importspy/dist/trace was loaded after the first guard: load it with --import or --require");
} else if (!host[TRACED]) {
  host[TRACED] = true;
  const traced = new WeakSet<Contract>();
  const contracts = new Proxy<Registry["contracts"]>(
    {},
    {
      set(target, key, contract: Contract) {
        // The same contract is registered by its key and by its name.
        if (!traced.has(contract)) trace(contract as Mutable);
        traced.add(contract);
        return Reflect.set(target, key, contract);
      },
    },
  );
  host[REGISTRY] = { contracts, asked: [], loading: [] };
}
