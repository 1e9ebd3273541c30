/**
 * JUnit XML as CI servers read it: {@link https://github.com/testmoapp/junitxml}. One suite per package, one case per
 * contract.
 *
 * @module
 */
import { describeBroken, type JudgedContract, type Outcome, reasonsOf } from "../../../judging/judge.js";
import type { CheckReport } from "../report.js";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that are not allowed in XML 1.0: {@link https://www.w3.org/TR/xml/#charsets}. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapeXml = (text: string) =>
  text.replace(NOT_XML, "\uFFFD").replace(/[&<>"]/g, (character) => ENTITIES[character]!);

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/\n/g, "&#10;")}"`)
    .join("");
}

function contractCase(judged: JudgedContract): string {
  const { contract, source, outcome } = judged;
  const start = `    <testcase${attributes({ name: contract.module, classname: contract.package, file: source, line: contract.line })}`;
  if (outcome === "holds") return `${start}/>`;
  if (outcome === "undecided") {
    const error = attributes({ message: reasonsOf(judged).join("\n"), type: "UndecidedContract" });
    return `${start}>\n      <error${error}/>\n    </testcase>`;
  }
  const text = describeBroken(judged);
  const message = attributes({ message: text.slice(0, text.indexOf("\n")), type: "ContractViolationError" });
  return `${start}>\n      <failure${message}>${escapeXml(text)}</failure>\n    </testcase>`;
}

function suite(name: string, cases: readonly string[], counts: { failures: number; errors: number }): string {
  const start = `  <testsuite${attributes({ name, tests: cases.length, ...counts })}>`;
  return [start, ...cases, "  </testsuite>"].join("\n");
}

const count = (contracts: readonly JudgedContract[], wanted: Outcome) =>
  contracts.filter(({ outcome }) => outcome === wanted).length;

/**
 * The report as JUnit XML. A contract that cannot be judged here and an unreadable sidecar become cases with an error.
 */
export function formatJunit({ contracts, unreadable }: CheckReport): string {
  const suites = [...new Set(contracts.map(({ contract }) => contract.package))].map((name) => {
    const own = contracts.filter(({ contract }) => contract.package === name);
    const counts = { failures: count(own, "broken"), errors: count(own, "undecided") };
    return suite(name || "(no package)", own.map(contractCase), counts);
  });
  if (unreadable.length) {
    const cases = unreadable.map(({ file, reason }) => {
      const start = `    <testcase${attributes({ name: file, classname: "sidecars", file })}>`;
      return `${start}\n      <error${attributes({ message: reason, type: "UnreadableSidecar" })}/>\n    </testcase>`;
    });
    suites.push(suite("sidecars", cases, { failures: 0, errors: cases.length }));
  }
  const totals = {
    name: "importspy check",
    tests: contracts.length + unreadable.length,
    failures: count(contracts, "broken"),
    errors: count(contracts, "undecided") + unreadable.length,
  };
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites${attributes(totals)}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}
