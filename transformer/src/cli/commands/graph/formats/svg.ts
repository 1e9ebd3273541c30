import { CARD, columnsOf, type Layout } from "../layout.js";
import type { Graph, GraphContract, GraphGroup } from "../model.js";
import { escapeMarkup } from "./escape.js";

/** Colours for light and dark. */
export const STYLE = `
:root, svg { --ground: #fff; --group: #f3f5f8; --card: #fff; --line: #c6ced8; --text: #16202c; --faint: #586577; --edge: #7b8a9c; --mark: #b4231a; --chosen: #1a5fd0; }
@media (prefers-color-scheme: dark) {
  :root, svg { --ground: #11161c; --group: #1a212a; --card: #232c37; --line: #3b4756; --text: #e8edf3; --faint: #9fadbd; --edge: #71819a; --mark: #ff8a7d; --chosen: #7db0ff; }
}
@media print {
  :root, svg { --ground: #fff; --group: #f6f6f6; --card: #fff; --line: #999; --text: #000; --faint: #444; --edge: #777; --mark: #900; --chosen: #000; }
}
svg { background: var(--ground); font-family: system-ui, sans-serif; }
.group > rect { fill: var(--group); stroke: var(--line); }
.card > rect { fill: var(--card); stroke: var(--line); }
.card.restricted > rect { stroke: var(--mark); stroke-width: 1.5; }
text { fill: var(--text); font-size: 13px; }
.head { font-weight: 600; font-size: 14px; }
.faint { fill: var(--faint); font-size: 11px; }
.mark { fill: var(--mark); font-size: 11px; font-weight: 600; }
.edge { fill: none; stroke: var(--edge); }
.arrow { fill: var(--edge); }
`;

/** Cuts text to the number of characters that fit. The picture cannot measure its text. */
const fit = (text: string, most: number) => {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
};
/** Keeps the end of a path, which is more useful than its start. */
const fitEnd = (text: string, most: number) => {
  const characters = [...text];
  return characters.length > most ? `…${characters.slice(1 - most).join("")}` : text;
};

const count = (number: number, noun: string) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** `os · 5 variables · 1 package` */
function summaryOf({ asks }: GraphContract): string {
  if (asks.length > 1) return count(asks.length, "alternative");
  const paths = (asks[0] ?? []).map((line) => line.split(/[.:?]/, 1)[0]!);
  const counted = (field: string) => paths.filter((path) => path === field).length;
  const fields = [...new Set(paths)].filter((path) => !["env", "packages", "importer"].includes(path));
  const [variables, packages] = [counted("env"), counted("packages")];
  return (
    [
      ...fields,
      ...(variables ? [count(variables, "variable")] : []),
      ...(packages ? [count(packages, "package")] : []),
    ].join(" · ") || (paths.length ? "who imports it" : "nothing")
  );
}

function cardText(contract: GraphContract, id: string, x: number, y: number): string {
  const { name, title, isRestricted, importers, declaredIn, asks } = contract;
  const { width, height } = CARD;
  const mark = isRestricted ? `<text class="mark" x="${width - 8}" y="18" text-anchor="end">restricted</text>` : "";
  const details = [
    name,
    ...(declaredIn === undefined ? [] : [`declared in ${declaredIn}`]),
    ...asks.map((lines) => lines.join("\n")),
  ];
  return [
    `<g class="card${isRestricted ? " restricted" : ""}" id="${id}" tabindex="0" role="button" aria-label="${escapeMarkup(`${name}, ${count(importers.length, "importer")}${isRestricted ? ", restricted" : ""}`)}" transform="translate(${x} ${y})">`,
    `<title>${details
      .flatMap((text) => text.split("\n"))
      .map(escapeMarkup)
      .join("\n")}</title>`,
    `<rect width="${width}" height="${height}" rx="5"/>`,
    `<text x="9" y="19">${escapeMarkup(fit(title, isRestricted ? 21 : 30))}</text>${mark}`,
    `<text class="faint" x="9" y="36">${escapeMarkup(fit(summaryOf(contract), 26))}</text>`,
    `<text class="faint" x="${width - 8}" y="36" text-anchor="end">${importers.length.toLocaleString("en")} ←</text>`,
    "</g>",
  ].join("");
}

function groupText(group: GraphGroup, index: number, layout: Layout): string {
  const { x, y, width, height } = layout.groups[index]!;
  const { gap, header, padding } = CARD;
  const columns = columnsOf(group);
  const cards = group.contracts.map((contract, at) =>
    cardText(
      contract,
      `c${index}-${at}`,
      padding + (at % columns) * (CARD.width + gap),
      header + Math.floor(at / columns) * (CARD.height + gap),
    ),
  );
  const head = group.folder || (group.package ? "." : "no package");
  const room = Math.floor((width - 24) / 7.6);
  const importing = group.importers.length ? ` · ${count(group.importers.length, "importer")}` : "";
  return [
    `<g class="group" id="g${index}" transform="translate(${x} ${y})"><rect width="${width}" height="${height}" rx="8"/>`,
    `<title>${escapeMarkup([group.package, group.folder].filter(Boolean).join("/"))}</title>`,
    `<text class="head" x="12" y="19">${escapeMarkup(fitEnd(head, room))}</text>`,
    `<text class="faint" x="12" y="35">${escapeMarkup(fitEnd(group.package, Math.max(8, room - importing.length)) + importing)}</text>`,
    ...cards,
    "</g>",
  ].join("");
}

/**
 * Draws a graph.
 *
 * @param graph - The graph.
 * @param layout - The positions of its groups.
 */
export function formatSvg(graph: Graph, layout: Layout): string {
  const [width, height] = [Math.max(320, Math.ceil(layout.width)), Math.max(80, Math.ceil(layout.height))];
  const edges = layout.edges.map((corners, index) => {
    const { from, to, count: imports } = graph.edges[index]!;
    const path = corners.map(({ x, y }, at) => `${at ? "L" : "M"}${x} ${y}`).join("");
    const weight = Math.min(4, 1 + Math.log10(imports)).toFixed(1);
    return `<path class="edge" data-from="${from}" data-to="${to}" d="${path}" stroke-width="${weight}" marker-end="url(#arrow)"><title>${count(imports, "import")}</title></path>`;
  });
  const empty = graph.groups.length ? "" : '<text x="24" y="44">There are no contracts.</text>';
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Contracts">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...edges,
    ...graph.groups.map((group, index) => groupText(group, index, layout)),
    empty,
    "</svg>",
  ].join("\n")}\n`;
}
