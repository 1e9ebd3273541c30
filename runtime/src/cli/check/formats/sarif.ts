/**
 * SARIF 2.1.0, as code scanning reads it:
 * {@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html}.
 *
 * @module
 */
import type { Violation } from "../../../contract.js";
import { readVersion } from "../../version.js";
import type { JudgedContract } from "../judge.js";
import type { CheckReport } from "../report.js";

const RULES: Readonly<Record<Violation["kind"], string>> = {
  missing: "A contract asks for something that is absent here.",
  mismatch: "A contract asks for something else than is here.",
  invalid: "A variable is set, but not as a contract asks.",
};

const location = (uri: string, line?: number) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(uri), uriBaseId: "%SRCROOT%" },
    ...(line !== undefined && { region: { startLine: line } }),
  },
});

function messageOf({ contract }: JudgedContract, { path, expected, found, hint, alternative }: Violation): string {
  const { alternatives } = contract;
  const place = alternatives.length > 1 ? ` (alternative ${alternative + 1} of ${alternatives.length})` : "";
  const { note } = alternatives[alternative]!;
  const remark = found === undefined ? hint : `found ${found}`;
  return `${path}${place}: expected ${expected}, ${remark}.${note === undefined ? "" : ` ${note}`}`;
}

function resultsOf(judged: JudgedContract): object[] {
  const { contract, source, verdicts } = judged;
  return verdicts.flat().map((violation) => ({
    ruleId: violation.kind,
    level: "error",
    message: { text: messageOf(judged, violation) },
    locations: [location(source, contract.line)],
    partialFingerprints: {
      "condition/v1": `${contract.package}/${contract.module}#${violation.alternative}:${violation.path}`,
    },
  }));
}

/** The report as SARIF: a result for each violation of each broken contract. */
export function formatSarif({ contracts, unreadable }: CheckReport): string {
  const rules = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  const notifications = unreadable.map(({ file, reason }) => ({
    level: "error",
    message: { text: reason },
    locations: [location(file)],
  }));
  const run = {
    tool: { driver: { name: "importspy", semanticVersion: readVersion(), rules } },
    invocations: [{ executionSuccessful: !unreadable.length, toolExecutionNotifications: notifications }],
    results: contracts.filter(({ holds }) => !holds).flatMap(resultsOf),
  };
  const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}
