/**
 * Tells each decision of guards: `node --import importspy/dist/trace.mjs main.js`. It is a module of its own, so that a
 * program that is not traced pays nothing, and it has to be loaded before the first guard.
 *
 * On the channel `importspy:verdict` of `node:diagnostics_channel` each {@link TracedVerdict} is published; with
 * `NODE_DEBUG=importspy` each is a line on stderr, too. Neither ever holds a value of an environment variable.
 *
 * @module
 */
import { channel } from "node:diagnostics_channel";
import { debuglog } from "node:util";
import type { Announcement, Contract, Uses, ViolatingImporter, Violation } from "./contract.js";
import { REGISTRY } from "./guard/registry.js";

/** A decision, as it is published. */
export interface TracedVerdict {
  readonly contract: { readonly module: string; readonly package: string; readonly line: number };
  /** Who asked; `undefined` when nobody identified itself. */
  readonly importer: ViolatingImporter | undefined;
  readonly admitted: boolean;
  /** What is broken, of the alternative that is closest; empty when the importer is admitted. */
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

/** A verdict is asked for before and after an import is loaded: what did not change is told once. */
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

/** What a guard does where a contract asks nothing of its importer. */
const judgeNobody: Judge = (_contract, importers, environment) => [environment, importers[0]];

type Mutable = { -readonly [Name in keyof Contract]: Contract[Name] };

/** Has a contract tell what is decided about it. */
function trace(contract: Mutable): void {
  const judge = contract.uses.judgeImporter ?? judgeNobody;
  const traced: Judge = (judged, importers, environment, isChain) => {
    const result = judge(judged, importers, environment, isChain);
    const [found, announcement = importers[0]] = result;
    // Where the environment is not known yet, nothing is decided.
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
        // A contract is known by its key and by its name: it is the same object.
        if (!traced.has(contract)) trace(contract as Mutable);
        traced.add(contract);
        return Reflect.set(target, key, contract);
      },
    },
  );
  host[REGISTRY] = { contracts, asked: [], loading: [] };
}
