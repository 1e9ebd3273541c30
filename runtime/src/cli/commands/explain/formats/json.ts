import type { ContractTerms, Term } from "../terms.js";

const termData = ({ name, path, expected, optional, default: fallback }: Term) => ({
  path,
  name,
  expected,
  optional,
  default: fallback,
});

/** Contracts as plain data. `version` increases when the form changes in a way that readers notice. */
export function formatJson(contracts: readonly ContractTerms[]): string {
  const data = contracts.map(({ contract, source, sidecars, ways, alternatives }) => ({
    package: contract.package,
    module: contract.module,
    source,
    line: contract.line,
    sidecars,
    ways,
    alternatives: alternatives.map(({ machine, environment, packages, importer, note }) => ({
      machine: machine.map(termData),
      environment: environment.map(termData),
      packages: packages.map(termData),
      importer: importer === undefined ? undefined : { expected: importer },
      note,
    })),
  }));
  return `${JSON.stringify({ version: 1, contracts: data }, null, 2)}\n`;
}
