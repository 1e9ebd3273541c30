import { dirname, join } from "node:path";
import { type Sidecar, type SidecarContract, UnreadableSidecar } from "../../artifacts.js";
import type { Output } from "../../cli.js";
import type { ContractData, Edge, ImporterIdentity } from "../../contract.js";
import { isSidecarOf, packageFolderOf, portable, type Selection, select } from "./find.js";
import { createSidecarReader } from "./read.js";

/** A contract and where it was found. Paths are relative to the folder in which the command was called. */
export interface FoundContract {
  readonly contract: ContractData;
  /** The JavaScript of its validators. */
  readonly validators: SidecarContract["validators"];
  /** The file that holds the contract comment. It need not be there: a production image has no sources. */
  readonly source: string;
  /** The sidecars that hold it: several when a module is built as ESM and as CommonJS. */
  readonly sidecars: readonly string[];
  /** Absolute path of the first of them, from which packages are resolved. */
  readonly location: string;
}

/** A sidecar that could not be read. */
export interface Unreadable {
  readonly file: string;
  readonly reason: string;
}

/** A file that imports contracted modules. */
export interface FoundImporter {
  readonly importer: ImporterIdentity;
  /** What it imports of them. */
  readonly edges: readonly Edge[];
  /** Its sidecar, relative to the folder in which the command was called. */
  readonly sidecar: string;
}

/** Everything that the arguments of a command mean. */
export interface Collected {
  /** By package and module. */
  readonly contracts: readonly FoundContract[];
  /** Those among the files whose sidecars were read. */
  readonly imports: readonly FoundImporter[];
  readonly unreadable: readonly Unreadable[];
  /** The arguments that led to nothing. */
  readonly empty: readonly Selection[];
}

type Locate = (found: SidecarContract, sidecar: string) => FoundContract;

/** Makes what tells where the source of a contract is. */
export function createLocator(cwd: string): Locate {
  const folders = new Map<string, string | undefined>();
  const folderOf = (sidecar: string, name: string) => {
    const key = `${dirname(sidecar)}\n${name}`;
    if (!folders.has(key)) folders.set(key, packageFolderOf(sidecar, name));
    return folders.get(key);
  };
  return ({ data: contract, validators }, sidecar) => {
    const folder = folderOf(sidecar, contract.package);
    const file = contract.declaredIn ?? contract.module;
    const source = folder ? portable(cwd, join(folder, file)) : file;
    return { contract, validators, source, sidecars: [portable(cwd, sidecar)], location: sidecar };
  };
}

const contractsOf = ({ contract, provided }: Sidecar) => [...(contract ? [contract] : []), ...provided];

const identityOf = ({ contract, validators, source }: FoundContract) => JSON.stringify([source, contract, validators]);

const byModule = ({ contract: a }: FoundContract, { contract: b }: FoundContract) =>
  a.package === b.package ? (a.module < b.module ? -1 : 1) : a.package < b.package ? -1 : 1;

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

/**
 * Collects the contracts that the arguments of a command mean, each once.
 *
 * @param operands - Folders and files.
 * @param cwd - The folder that they are relative to.
 * @throws CommandFailure for an argument that is not there.
 */
export function collectContracts(operands: readonly string[], cwd: string): Collected {
  const readSidecar = createSidecarReader();
  const locate = createLocator(cwd);
  const contracts = new Map<string, FoundContract>();
  const imports = new Map<string, FoundImporter>();
  const unreadable = new Map<string, Unreadable>();
  const add = (found: FoundContract) => {
    const identity = identityOf(found);
    const earlier = contracts.get(identity);
    const sidecars = [...new Set([...(earlier?.sidecars ?? []), ...found.sidecars])];
    contracts.set(identity, { ...(earlier ?? found), sidecars });
  };
  /** Whether a sidecar has anything to tell. */
  const read = (file: string, isWanted: (source: string) => boolean) => {
    try {
      const sidecar = readSidecar(file);
      const { importer, moments } = sidecar;
      if (importer) imports.set(file, { importer, edges: moments.flat(), sidecar: portable(cwd, file) });
      const found = contractsOf(sidecar).map((each) => locate(each, file));
      const wanted = found.filter(({ source }) => isWanted(source));
      for (const each of wanted) add(each);
      return wanted.length > 0;
    } catch (error) {
      if (!(error instanceof UnreadableSidecar)) throw error;
      unreadable.set(file, { file: portable(cwd, file), reason: error.message });
      return true;
    }
  };
  const empty = operands
    .map((operand) => select(operand, cwd))
    .filter(({ kind, path, files }) => {
      const source = portable(cwd, path);
      const isWanted = (each: string) =>
        kind === "output" || kind === "emitted file" || source === "." || `${each}/`.startsWith(`${source}/`);
      // The contract of a module is in the sidecars of its name; only one that others provide is elsewhere.
      const [own, others] = kind === "source" ? partition(files, (file) => isSidecarOf(file, path)) : [files, []];
      const isFound = own.filter((file) => read(file, isWanted)).length > 0;
      return !isFound && !others.filter((file) => read(file, isWanted)).length;
    });
  return {
    contracts: [...contracts.values()].sort(byModule),
    imports: [...imports.values()],
    unreadable: [...unreadable.values()],
    empty,
  };
}

/**
 * Tells on stderr which sidecars could not be read, each on a line.
 *
 * @param command - The command's name.
 * @param unreadable - The sidecars.
 * @param stderr - Where to tell.
 */
export function reportUnreadable(command: string, unreadable: readonly Unreadable[], stderr: Output): void {
  for (const { file, reason } of unreadable) stderr.write(`importspy ${command}: ${file}: ${reason}\n`);
}
