import { resolve } from "node:path";
import type { CommandContext } from "../../../cli.js";
import type { Contract } from "../../../contract.js";
import { FIELD_NAMES, FIELDS, type FieldName, splitPath } from "../../../fields.js";
import { packageVersion } from "../../../packages.js";
import { collectContracts, type FoundContract, reportUnreadable } from "../../sidecars/collect.js";
import { describeAbsence } from "../../sidecars/sources.js";
import type { FACTS_OPTIONS } from "./options.js";

/** The members of a field that contracts use, sorted. */
function askedOf(field: FieldName, contracts: readonly FoundContract[]): readonly string[] {
  const alternatives = contracts.flatMap(({ contract }) => contract.alternatives);
  const paths = alternatives.flatMap(({ conditions, packages = [] }) => [...conditions, ...packages]);
  const members = paths.map(({ path }) => splitPath(path)).filter(([name]) => name === field);
  return [...new Set(members.map(([, member]) => member))].sort();
}

/** A contract without conditions, located where packages are resolved. */
function asking(location: string): Contract {
  const data = { key: "", package: "", module: "", line: 0, alternatives: [] };
  return { ...data, uses: { packageVersion }, validators: [], location };
}

/** Runs `importspy facts`. */
export async function runFacts(context: CommandContext<typeof FACTS_OPTIONS>): Promise<number> {
  const { values, positionals, cwd, stdout, stderr } = context;
  const { contracts, unreadable, empty } = collectContracts(positionals, cwd);
  if (empty.length) context.fail(empty.map((selection) => describeAbsence(selection, cwd)).join(", and "));
  const contract = asking(contracts[0]?.location ?? resolve(cwd, "index.importspy.js"));
  const offers = FIELD_NAMES.flatMap((name) => {
    const { offer, collect } = FIELDS[name];
    return offer(collect(contract, undefined), askedOf(name, contracts));
  });
  if (values.format === "json") {
    const facts = offers.map(({ path, found, remark }) => ({ path, found, remark }));
    stdout.write(`${JSON.stringify({ version: 1, facts }, null, 2)}\n`);
  } else {
    const width = Math.max(...offers.map(({ path }) => path.length));
    for (const { path, found, remark } of offers) stdout.write(`${path.padEnd(width)}   ${found ?? remark}\n`);
  }
  reportUnreadable("facts", unreadable, stderr);
  return unreadable.length ? 2 : 0;
}
