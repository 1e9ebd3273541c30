/**
 * SARIF 2.1.0 ({@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html}), with the additional
 * properties that GitHub's code scanning requires:
 * {@link https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning}.
 *
 * @module
 */
import type { Violation } from "../../../../contract.js";
import { type JudgedContract, reasonsOf } from "../../../judging/judge.js";
import { readVersion } from "../../../version.js";
import type { CheckReport } from "../report.js";
import { fromCheckout, type Surroundings } from "./place.js";

type Rule = readonly [text: string, help: string];

const RULES: Readonly<Record<Violation["kind"], Rule>> = {
  missing: [
    "A contract asks for something that is absent here.",
    "Provide what the contract asks for: set the variable, or install the package.",
  ],
  mismatch: [
    "A contract asks for something else than is here.",
    "Load the module only where its contract holds, or change the contract.",
  ],
  invalid: ["A variable is set, but not as a contract asks.", "Set the variable to what the contract asks for."],
};

const ruleData = ([id, [text, help]]: [string, Rule]) => ({
  id,
  shortDescription: { text },
  fullDescription: { text },
  help: { text: help },
});

type Locate = (file: string, line?: number) => object;

/** Converts paths to URIs, so that `#` and `?` in them are escaped. */
const createLocator =
  (surroundings: Surroundings): Locate =>
  (file, line) => ({
    physicalLocation: {
      artifactLocation: {
        uri: fromCheckout(file, surroundings).split("/").map(encodeURIComponent).join("/"),
        uriBaseId: "%SRCROOT%",
      },
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

function resultsOf(judged: JudgedContract, locate: Locate): object[] {
  const { contract, source, verdicts } = judged;
  return verdicts.flat().map((violation) => ({
    ruleId: violation.kind,
    level: "error",
    message: { text: messageOf(judged, violation) },
    locations: [locate(source, contract.line)],
    partialFingerprints: {
      "condition/v1": `${contract.package}/${contract.module}#${violation.alternative}:${violation.path}`,
    },
  }));
}

/** The report as SARIF: one result per violation. */
export function formatSarif({ contracts, unreadable }: CheckReport, surroundings: Surroundings): string {
  const locate = createLocator(surroundings);
  const rules = Object.entries(RULES).map(ruleData);
  const undecided = contracts.filter(({ outcome }) => outcome === "undecided");
  const notifications = [
    ...undecided.map((judged) => ({
      text: reasonsOf(judged).join("\n"),
      place: locate(judged.source, judged.contract.line),
    })),
    ...unreadable.map(({ file, reason }) => ({ text: reason, place: locate(file) })),
  ].map(({ text, place }) => ({ level: "error", message: { text }, locations: [place] }));
  const run = {
    tool: { driver: { name: "importspy", semanticVersion: readVersion(), rules } },
    invocations: [{ executionSuccessful: !notifications.length, toolExecutionNotifications: notifications }],
    results: contracts.filter(({ outcome }) => outcome === "broken").flatMap((judged) => resultsOf(judged, locate)),
  };
  const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}
