import type { Collect, FieldJudge, ImporterIdentity, Judge } from "../contract.js";
import { holds, mismatch, missing } from "../guard/condition.js";
import { absent, type Field } from "./field.js";

/** The fact of the field `importer`. */
export type IdentityFact = readonly [
  identity: ImporterIdentity | undefined,
  /** The hint when the importer is unknown. */
  absence: string,
];

const collectIdentity: Collect<IdentityFact> = (_contract, announcement) => [
  announcement?.[0],
  "the importing file did not say who it is; compile it with importspy, and load this by a literal name",
];

const judgeIdentity: FieldJudge<IdentityFact>["judge"] = (condition, _name, [identity, absence], contract) => {
  if (!identity) return missing(absence);
  const { module, package: name } = identity;
  return holds(condition, identity, contract) ? undefined : mismatch(name ? `${module} of ${name}` : module);
};

export const importer: Judge = (condition, name, contract, announcement) =>
  judgeIdentity(condition, name, collectIdentity(contract, announcement), contract);

export const field: Field<IdentityFact> = {
  order: 70,
  asks: "importer",
  judges: "value",
  noun: "importer",
  words: "Who may import this module: `package`, `module` and `exports` of the importing file.",
  example: "{ module: `src/billing/${string}` }",
  takes: "`package`, `module`, `exports`",
  means: "who may import: see [importers.md](importers.md)",
  members: {
    package: { noun: "package", words: "Names of packages whose files may import this module." },
    module: {
      noun: "module",
      words: "Paths from package.json of the files that may import this module, as a template literal type.",
    },
    exports: {
      noun: "exports",
      words: "The type that the exports of the importing module must be assignable to.",
    },
  },
  synonyms: { importers: "importer" },
  collect: collectIdentity,
  judge: judgeIdentity,
  options: {},
  suppose: () => undefined,
  describe: () => absent("judged at import"),
  offer: () => [],
};
