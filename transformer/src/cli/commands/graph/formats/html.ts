import type { Layout } from "../layout.js";
import type { Graph } from "../model.js";
import { escapeMarkup } from "./escape.js";
import { SCRIPT } from "./script.js";
import { formatSvg, STYLE } from "./svg.js";

const PAGE_STYLE = `
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; padding: 10px 16px; border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; }
header p, #status { margin: 0; color: var(--faint); }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: 4px 9px; }
input { width: 260px; margin-left: auto; }
main { display: flex; flex: 1; min-height: 0; }
#picture { flex: 1; overflow: auto; }
#panel { width: 380px; overflow: auto; padding: 14px 18px; border-left: 1px solid var(--line); overflow-wrap: anywhere; }
#panel button { float: right; }
#panel h2 { font-size: 15px; margin: 0 0 10px; }
#panel h3 { font-size: 13px; margin: 14px 0 4px; color: var(--faint); }
#panel ul { margin: 0; padding-left: 18px; }
#panel blockquote { margin: 10px 0; padding-left: 10px; border-left: 3px solid var(--line); white-space: pre-line; }
p.mark { color: var(--mark); }
summary { cursor: pointer; }
.group, .card { cursor: pointer; }
:focus-visible { outline: 2px solid var(--chosen); outline-offset: 2px; }
.card.chosen > rect, .card:focus > rect, .group.chosen > rect { stroke: var(--chosen); stroke-width: 2.5; }
.card:focus { outline: none; }
.dim { opacity: 0.2; }
.edge.chosen { stroke: var(--chosen); }
@media print {
  body { height: auto; display: block; }
  input, button, #panel, #status { display: none; }
  #picture { overflow: visible; }
  svg { width: 100%; height: auto; }
  .dim { opacity: 1; }
}
`;

/** JSON inside a script element. It cannot end the script. */
const dataText = (graph: Graph) => JSON.stringify({ groups: graph.groups }).replaceAll("<", "\\u003c");

/**
 * A self-contained page: it needs no network and no other file.
 *
 * @param graph - The graph.
 * @param layout - The positions of its groups.
 */
export function formatHtml(graph: Graph, layout: Layout): string {
  const contracts = graph.groups.flatMap((group) => group.contracts);
  const importers = new Set(contracts.flatMap((contract) => contract.importers));
  const restricted = contracts.filter(({ isRestricted }) => isRestricted).length;
  const summary = `${contracts.length.toLocaleString("en")} contracts, ${restricted.toLocaleString("en")} restricted, ${importers.size.toLocaleString("en")} importers`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Import contracts</title>
<style>${STYLE}${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Import contracts</h1>
<p>${escapeMarkup(summary)}</p>
<input id="search" type="search" placeholder="Search ( / )" aria-label="Search contracts, conditions and importers">
<span id="status" role="status"></span>
<button id="out" aria-label="Smaller">−</button>
<button id="in" aria-label="Larger">+</button>
<button id="fit">Fit</button>
</header>
<main>
<div id="picture">
${formatSvg(graph, layout)}</div>
<aside id="panel" aria-label="Details" hidden></aside>
</main>
<script type="application/json" id="data">${dataText(graph)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
