/** The script of the page. It only shows and hides existing elements, and writes names as text. */
export const SCRIPT = `
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const svg = document.querySelector("svg");
const panel = document.getElementById("panel");
const search = document.getElementById("search");
const status = document.getElementById("status");
const cards = [...document.querySelectorAll(".card")];
const groups = [...document.querySelectorAll(".group")];
const edges = [...document.querySelectorAll(".edge")];
const contractOf = (card) => { const [group, at] = card.id.slice(1).split("-").map(Number); return data.groups[group].contracts[at]; };
const create = (name, text, parent) => { const node = document.createElement(name); if (text !== undefined) node.textContent = text; parent.append(node); return node; };
let chosen;

function listImporters(names, parent) {
  const folders = new Map();
  for (const name of names) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), name.slice(folder.length)]);
  }
  for (const [folder, files] of folders) {
    const details = create("details", undefined, parent);
    create("summary", folder + " (" + files.length + ")", details);
    const list = create("ul", undefined, details);
    for (const file of files) create("li", file, list);
    details.open = names.length <= 12;
  }
}

function show(title, fill) {
  panel.replaceChildren();
  panel.hidden = false;
  const close = create("button", "Close", panel);
  close.addEventListener("click", hide);
  create("h2", title, panel);
  fill(panel);
}

function hide() {
  panel.hidden = true;
  mark();
  const last = chosen;
  chosen = undefined;
  last?.focus();
}

function mark(isRelated) {
  for (const edge of edges) {
    edge.classList.toggle("chosen", Boolean(isRelated?.(edge)));
    edge.classList.toggle("dim", Boolean(isRelated) && !isRelated(edge));
  }
  for (const each of [...cards, ...groups]) each.classList.toggle("chosen", each === chosen && Boolean(isRelated));
}

function open(card) {
  const contract = contractOf(card);
  chosen = card;
  const group = card.id.slice(1).split("-")[0];
  mark((edge) => edge.dataset.to === group);
  show(contract.name, (parent) => {
    if (contract.declaredIn) create("p", "Declared in " + contract.declaredIn, parent);
    if (contract.isRestricted) create("p", "Restricted: only some may import it.", parent).className = "mark";
    contract.asks.forEach((lines, index) => {
      create("h3", contract.asks.length > 1 ? "Alternative " + (index + 1) : "Asks for", parent);
      const list = create("ul", undefined, parent);
      for (const line of lines) create("code", line, create("li", undefined, list));
      if (!lines.length) create("li", "nothing", list);
    });
    for (const note of contract.notes) create("blockquote", note, parent);
    create("h3", "Imported by " + contract.importers.length, parent);
    listImporters(contract.importers, parent);
  });
}

function openGroup(element) {
  const index = element.id.slice(1);
  const group = data.groups[Number(index)];
  chosen = element;
  mark((edge) => edge.dataset.to === index || edge.dataset.from === index);
  show([group.package, group.folder].filter(Boolean).join("/"), (parent) => {
    create("p", group.contracts.length + " contracts, " + group.importers.length + " importers", parent);
    listImporters(group.importers, parent);
  });
}

function find() {
  const text = search.value.trim().toLowerCase();
  let found = 0;
  for (const card of cards) {
    const { name, asks, importers } = contractOf(card);
    const isFound = !text || [name, ...asks.flat(), ...importers].some((each) => each.toLowerCase().includes(text));
    card.classList.toggle("dim", !isFound);
    if (isFound) found++;
  }
  status.textContent = text ? found + " of " + cards.length : "";
}

function move(card, step) {
  const visible = cards.filter((each) => !each.classList.contains("dim"));
  const next = visible[visible.indexOf(card) + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

for (const card of cards) {
  card.addEventListener("click", (event) => { event.stopPropagation(); open(card); });
  card.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(card); }
    if (event.key === "ArrowDown" || event.key === "ArrowRight") { event.preventDefault(); move(card, 1); }
    if (event.key === "ArrowUp" || event.key === "ArrowLeft") { event.preventDefault(); move(card, -1); }
  });
}
for (const group of groups) group.addEventListener("click", () => openGroup(group));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  if (event.key === "Escape") { if (!panel.hidden) hide(); else if (search.value) { search.value = ""; find(); } }
});
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const first = cards.find((card) => !card.classList.contains("dim"));
  first?.focus();
  first?.scrollIntoView({ block: "center", inline: "center" });
});

const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
let zoom = 1;
function scale(to) {
  zoom = Math.min(3, Math.max(0.1, to));
  svg.setAttribute("width", width * zoom);
  svg.setAttribute("height", height * zoom);
}
const room = document.getElementById("picture");
const fit = () => scale(Math.min(1, room.clientWidth / width));
document.getElementById("in").addEventListener("click", () => scale(zoom * 1.25));
document.getElementById("out").addEventListener("click", () => scale(zoom / 1.25));
document.getElementById("fit").addEventListener("click", fit);
room.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); scale(zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1)); } }, { passive: false });
// Text has to be readable at first sight: what is larger is scrolled.
scale(Math.max(0.75, Math.min(1, room.clientWidth / width)));
`;
