/** Formats for other programs. */
import type { Graph, GraphContract } from "../model.js";

const contractsOf = ({ groups }: Graph): readonly GraphContract[] => groups.flatMap(({ contracts }) => contracts);

/** Plain data. `version` increases when the form changes in a way that readers notice. */
export function formatJson(graph: Graph): string {
  const contracts = contractsOf(graph).map(
    ({ name, package: owner, asks, notes, isRestricted, declaredIn, importers }) => ({
      name,
      package: owner,
      ...(declaredIn !== undefined && { declaredIn }),
      restricted: isRestricted,
      alternatives: asks,
      notes,
      importers,
    }),
  );
  return `${JSON.stringify({ version: 1, contracts }, null, 2)}\n`;
}

/** Numbers instead of names, because names need not be valid identifiers. */
function createNumbers(): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    if (!known.has(name)) known.set(name, `n${known.size}`);
    return known.get(name)!;
  };
}

/** {@link https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters} */
const mermaidText = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} ./@_+-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;

/** A Mermaid flowchart for Markdown: contracts grouped by folder, and their importers. */
export function formatMermaid(graph: Graph): string {
  const number = createNumbers();
  const contracts = contractsOf(graph);
  const names = new Set(contracts.map(({ name }) => name));
  const groups = graph.groups.flatMap(({ package: owner, folder, contracts: own }, index) =>
    own.length
      ? [
          `  subgraph g${index}[${mermaidText([owner, folder].filter(Boolean).join("/") || ".")}]`,
          ...own.map(({ name, title, isRestricted }) => {
            const text = mermaidText(title);
            return `    ${number(name)}${isRestricted ? `{{${text}}}` : `[${text}]`}`;
          }),
          "  end",
        ]
      : [],
  );
  const importers = [...new Set(contracts.flatMap((each) => each.importers))].filter((name) => !names.has(name));
  return `${[
    "flowchart LR",
    ...groups,
    ...importers.map((name) => `  ${number(name)}(${mermaidText(name)})`),
    ...contracts.flatMap((each) => each.importers.map((name) => `  ${number(name)} --> ${number(each.name)}`)),
  ].join("\n")}\n`;
}

/** {@link https://graphviz.org/doc/info/lang.html} */
const dotText = (text: string) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]+/g, " ")}"`;

/** Graphviz: contracts in clusters. */
export function formatDot(graph: Graph): string {
  const contracts = contractsOf(graph);
  const groups = graph.groups.flatMap(({ package: owner, folder, contracts: own }, index) =>
    own.length
      ? [
          `  subgraph cluster_${index} {`,
          `    label=${dotText([owner, folder].filter(Boolean).join("/") || ".")};`,
          ...own.map(
            ({ name, title, isRestricted }) =>
              `    ${dotText(name)} [label=${dotText(title)}, shape=${isRestricted ? "octagon" : "box"}];`,
          ),
          "  }",
        ]
      : [],
  );
  const edges = contracts.flatMap((each) =>
    each.importers.map((name) => `  ${dotText(name)} -> ${dotText(each.name)};`),
  );
  return `${["digraph importspy {", "  rankdir=LR;", '  node [shape=ellipse, fontname="sans-serif"];', ...groups, ...edges, "}"].join("\n")}\n`;
}
