import type { Paint } from "importspy/dist/cli.cjs";
import type { Change } from "../compare/change.js";
import { code } from "../compare/words.js";
import { describeVersion, type Report } from "../report.js";

const labelOf = ({ level, isUnknown }: Change) => (isUnknown ? "cannot tell" : level);

function formatText({ contracts, packages }: Report, paint: Paint): string {
  if (!contracts.length) return "no contract changed\n";
  const colour = { major: paint.red, minor: paint.yellow, patch: paint.green, none: paint.dim };
  const blocks = contracts.map(({ name, changes }) =>
    [
      paint.bold(name),
      ...changes.map((each) => `  ${colour[each.level](labelOf(each).padEnd(11))} ${each.reason}`),
    ].join("\n"),
  );
  return `${[...blocks, packages.map(describeVersion).join("\n")].join("\n\n")}\n`;
}

/** `version` increases when the form changes in a way that readers notice. */
function formatJson({ level, isUnknown, contracts, packages }: Report): string {
  const data = {
    version: 1,
    level,
    cannotTell: isUnknown,
    packages: packages.map(({ name, isEnough, ...rest }) => ({ name, ...rest, enough: isEnough ?? null })),
    contracts: contracts.map(({ name, level: each, changes }) => ({
      name,
      level: each,
      changes: changes.map(({ path, level: own, isUnknown: cannotTell, reason }) => ({
        path,
        level: own,
        cannotTell,
        reason,
      })),
    })),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** {@link https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions} */
function formatGithub({ contracts, packages }: Report): string {
  const encode = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string) => encode(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const lines = contracts.flatMap(({ name, changes, place }) =>
    changes.map((change) => {
      const command = change.level === "major" ? "error" : change.level === "minor" ? "warning" : "notice";
      const where = place ? `,file=${property(place.file)},line=${place.line}` : "";
      return `::${command} title=${property(`importspy: ${labelOf(change)}`)}${where}::${encode(`${name}: ${change.reason}`)}`;
    }),
  );
  return `${[...lines, ...packages.map(describeVersion), ...(contracts.length ? [] : ["no contract changed"])].join("\n")}\n`;
}

/** Text for a table cell. Only code keeps its Markdown. */
function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replace(/[\r\n]+/g, " ")
    .split(/((?<!`)`+[^`].*?(?<!`)`+(?!`))/)
    .map((part, index) =>
      index % 2 ? part : part.replace(/[<>&]/g, (mark) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[mark]!),
    )
    .join("");
}

function formatMarkdown({ contracts, packages }: Report): string {
  if (!contracts.length) return "### Contracts\n\nNo contract changed.\n";
  const rows = contracts.flatMap(({ name, changes }) =>
    changes.map((each) => `| ${code(name).replaceAll("|", "\\|")} | **${labelOf(each)}** | ${cell(each.reason)} |`),
  );
  const verdicts = packages.map(
    (each) => `${each.isEnough ? "✅" : each.isEnough === undefined ? "❔" : "❌"} ${cell(describeVersion(each))}`,
  );
  return `### Contracts\n\n| Contract | Change | What it means |\n| --- | --- | --- |\n${rows.join("\n")}\n\n${verdicts.join("\n\n")}\n`;
}

/** The formats of the report. */
export const FORMATTERS: Readonly<Record<string, (report: Report, paint: Paint) => string>> = {
  text: formatText,
  json: formatJson,
  github: formatGithub,
  markdown: formatMarkdown,
};
