import { dirname, join } from "node:path";
import { type Sidecar, type SidecarContract, UnreadableSidecar } from "../../artifacts.js";
import type { Output } from "../../cli.js";
import type { ContractData, Edge, ImporterIdentity } from "../../contract.js";
import { isSidecarOf, packageFolderOf, portable, type Selection, select } from "./find.js";
import { createSidecarReader } from "./read.js";

/** A contract and where it was found. Paths are relative to the working directory. */
export interface FoundContract {
  readonly contract: ContractData;
  /** The validators as JavaScript. */
  readonly validators: SidecarContract["validators"];
  /** The source file with the contract comment. It may be missing, because production images have no sources. */
  readonly source: string;
  /** The sidecars with the contract: several when a module is built as ESM and as CommonJS. */
  readonly sidecars: readonly string[];
  /** The absolute path of the first sidecar. Packages are resolved from it. */
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
  /** Its imports of contracted modules. */
  readonly edges: readonly Edge[];
  /** Its sidecar, relative to the working directory. */
  readonly sidecar: string;
}

/** All contracts and imports that the arguments select. */
export interface Collected {
  /** Sorted by package and module. */
  readonly contracts: readonly FoundContract[];
  /** The importers among the files whose sidecars were read. */
  readonly imports: readonly FoundImporter[];
  readonly unreadable: readonly Unreadable[];
  /** The arguments without any contract. */
  readonly empty: readonly Selection[];
}

type Locate = (found: SidecarContract, sidecar: string) => FoundContract;

/** Creates the function that locates the source of a contract. */
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
 * Collects the contracts that the arguments select, each one once.
 *
 * @param operands - Folders and files.
 * @param cwd - The folder for relative paths.
 * @throws CommandFailure for a path that does not exist.
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
  /** Reads a sidecar. Returns whether it has a wanted contract, or cannot be read. */
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
      // A module's own contract is in the sidecars with its name. Only the contract of an external module is elsewhere.
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
 * Lists unreadable sidecars on stderr, one per line.
 *
 * @param command - The command's name.
 * @param unreadable - The sidecars.
 * @param stderr - The stream.
 */
export function reportUnreadable(command: string, unreadable: readonly Unreadable[], stderr: Output): void {
  for (const { file, reason } of unreadable) stderr.write(`importspy ${command}: ${file}: ${reason}\n`);
}
