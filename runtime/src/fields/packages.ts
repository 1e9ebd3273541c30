import type { Collect, Condition, Finding, Judge } from "../contract.js";
import { mismatch, missing } from "../guard/condition.js";
import { satisfiesStrictly } from "../guard/range.js";
import { absent, type Field, FULL_VERSION, present } from "./field.js";

/** The installed packages, as the importing file resolves them. */
export interface Installed {
  /** The version, `""` for a package without one, `undefined` when it is not installed. */
  versionOf(name: string): string | undefined;
  /** The hint for a package that is not installed. */
  readonly absence: string;
}

const VERSIONLESS = "a package without a version";
const BUNDLED = "not installed where this bundle runs; if the bundle holds it, its version cannot be told";

function judgePackage({ range }: Condition, name: string, { versionOf, absence }: Installed): Finding | undefined {
  const version = versionOf(name);
  if (version === undefined) return missing(absence);
  return satisfiesStrictly(version, range!) ? undefined : mismatch(version || VERSIONLESS);
}

const collectInstalled: Collect<Installed> = ({ uses, location }, announcement) => {
  const from = announcement?.[2] ?? location;
  const isBundle = from !== undefined && !/\.importspy\.[cm]?js$/.test(from);
  return {
    versionOf: (name) => uses.packageVersion?.(name, from),
    absence: isBundle ? BUNDLED : "not installed",
  };
};

export const packages: Judge = (condition, name, contract, announcement) =>
  judgePackage(condition, name, collectInstalled(contract, announcement));

const describe = (name: string, { versionOf }: Installed) => {
  const version = versionOf(name);
  return version === undefined ? absent("not installed") : present(version || VERSIONLESS);
};

export const field: Field<Installed> = {
  order: 60,
  asks: "packages",
  judges: "version",
  noun: "packages",
  words:
    'Installed packages, by name, each with a semver range: `{ pg: "^8.11" }`. `Package<"^8.11", { Pool: new () => unknown }>` asks for its exports, too.',
  example: '{ pg: "^8.11" }',
  takes: 'a member for each package, its range; or [`Package<"^8", { … }>`](structure.md#packages) with its exports',
  means: 'over the version that the importing file would resolve; `pg?: "^8"` may be absent, but not another version',
  members: "any",
  synonyms: { dependencies: "packages", package: "packages" },
  collect: collectInstalled,
  judge: judgePackage,
  options: {
    package: {
      type: "string",
      multiple: true,
      placeholder: "name@version",
      description: "Suppose that a package is installed at this version",
    },
  },
  suppose: (given: { package?: readonly string[] }, { fail }) => {
    if (!given.package) return undefined;
    const versions = new Map(
      given.package.map((text) => {
        const at = text.lastIndexOf("@");
        const version = text.slice(at + 1);
        if (at < 1 || !FULL_VERSION.test(version)) {
          fail(`--package takes a name and a full version, for instance pg@8.11.3, not ${JSON.stringify(text)}`);
        }
        return [text.slice(0, at), version.replace(/^v/, "")];
      }),
    );
    return (contract, announcement) => {
      const { versionOf, absence } = collectInstalled(contract, announcement);
      return { versionOf: (name) => versions.get(name) ?? versionOf(name), absence };
    };
  },
  describe: (_condition, name, installed) => describe(name, installed),
  offer: (installed, asked) => asked.map((name) => ({ path: `packages.${name}`, ...describe(name, installed) })),
};
