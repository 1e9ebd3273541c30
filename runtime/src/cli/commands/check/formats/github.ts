/**
 * Workflow commands, shown by GitHub as annotations:
 * {@link https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message}.
 *
 * @module
 */
import { describeBroken, reasonsOf } from "../../../judging/judge.js";
import type { CheckReport } from "../report.js";
import { fromCheckout, type Surroundings } from "./place.js";

const escapeMessage = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const escapeProperty = (text: string) => escapeMessage(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

function annotation(message: string, properties: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::error ${list.join(",")}::${escapeMessage(message)}\n`;
}

/** One annotation per broken contract, at its contract comment. */
export function formatGithub({ contracts, unreadable }: CheckReport, surroundings: Surroundings): string {
  const place = (file: string) => fromCheckout(file, surroundings);
  const broken = contracts.filter(({ outcome }) => outcome === "broken");
  const undecided = contracts.filter(({ outcome }) => outcome === "undecided");
  return [
    ...broken.map((judged) => {
      const { source, contract } = judged;
      const properties = { title: "importspy: broken contract", file: place(source), line: contract.line };
      return annotation(describeBroken(judged), properties);
    }),
    ...undecided.map((judged) => {
      const { source, contract } = judged;
      const properties = { title: "importspy: undecided contract", file: place(source), line: contract.line };
      return annotation(reasonsOf(judged).join("\n"), properties);
    }),
    ...unreadable.map(({ file, reason }) =>
      annotation(reason, { title: "importspy: unreadable sidecar", file: place(file) }),
    ),
    `contracts: ${contracts.length}, broken: ${broken.length}, ${undecided.length ? `undecided: ${undecided.length}, ` : ""}unreadable sidecars: ${unreadable.length}\n`,
  ].join("");
}
