import type { ContractTerms } from "../terms.js";

/** One contract's requirement for a variable. */
interface Demand {
  readonly source: string;
  readonly expected: string;
  readonly isRequired: boolean;
  readonly status: string;
  readonly default: string | undefined;
}

function demandsOf({ source, alternatives }: ContractTerms): [name: string, demand: Demand][] {
  const names = new Set(alternatives.flatMap(({ environment }) => environment.map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const terms = alternatives.map(({ environment }) => environment.find((term) => term.name === name));
    const isRequired = terms.every((term) => term && !term.optional);
    return terms.flatMap((term, index): [string, Demand][] => {
      if (!term || terms.findIndex((each) => each?.expected === term.expected) !== index) return [];
      const { default: fallback } = term;
      const inSome =
        fallback !== undefined ? "default below" : term.optional ? "optional" : `required by alternative ${index + 1}`;
      const status = isRequired ? "required" : inSome;
      const expected = term.expected.replace(/\s+/g, " ");
      return [[name, { source, expected, isRequired, status, default: fallback }]];
    });
  });
}

/** Variable names that every reader of such files accepts. */
const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/** A value for such files: quoted unless it has only letters, digits and common URL characters. */
const quoted = (text: string) =>
  /^[\w./:@,;+-]*$/.test(text) ? text : /['\r\n]/.test(text) ? JSON.stringify(text) : `'${text}'`;

function entry(name: string, demands: readonly Demand[]): string {
  const comments = demands.map(({ source, expected, status }) => `# ${expected}, ${status} (${source})`);
  if (!PLAIN_NAME.test(name)) return [...comments, `# ${JSON.stringify(name)} cannot be set in this file`].join("\n");
  const isRequired = demands.some((demand) => demand.isRequired);
  const defaults = new Set(demands.flatMap((demand) => demand.default ?? []));
  const lines = isRequired || !defaults.size ? [""] : [...defaults].map(quoted);
  return [...comments, ...lines.map((text) => `${isRequired ? "" : "# "}${name}=${text}`)].join("\n");
}

/**
 * A `.env.example`: each variable once, with its requirements in comments and without a value. A variable is commented
 * out unless all alternatives of some contract require it.
 */
export function formatEnv(contracts: readonly ContractTerms[]): string {
  const variables = new Map<string, Demand[]>();
  for (const [name, demand] of contracts.flatMap(demandsOf)) {
    variables.set(name, [...(variables.get(name) ?? []), demand]);
  }
  if (!variables.size) return "# No contract asks for a variable.\n";
  return `${[...variables].map(([name, demands]) => entry(name, demands)).join("\n\n")}\n`;
}
