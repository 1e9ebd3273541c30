// Writes docs/diagnostics.md from the catalogue of messages; with `--check` fails when it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const transformer = dirname(dirname(fileURLToPath(import.meta.url)));
const { messages } = createRequire(import.meta.url)(join(transformer, "dist", "messages", "catalogue.js"));
const target = join(transformer, "..", "docs", "diagnostics.md");

/** The hundreds of the numbers. */
const GROUPS = {
  870: "The project",
  871: "The comment",
  872: "The contract's type",
  873: "Who imports",
  874: "Hosts",
  875: "What a contract gives its module",
  876: "Structure at run time",
};

/** `'{0}' is no runtime` → `'…' is no runtime` */
const readable = (text) => text.replace(/\{\d\}/g, "…");

function sectionsOf(group) {
  return Object.values(messages)
    .filter(({ code }) => Math.floor(code / 100) === Number(group))
    .sort((a, b) => a.code - b.code)
    .map(({ code, text, help }) => `### TS${code}\n\n> ${readable(text)}\n\n${help}`)
    .join("\n\n");
}

const text = `# Diagnostics

Every message of a build, with its number and what is behind it. They are errors, as TypeScript's own: the build fails,
an editor underlines the place, and where JavaScript is emitted all the same, the module does not load. (Where
TS${messages.strayTag.code} may be prose, only editors show it, as a warning.) Numbers stay with their message for ever. TypeScript's
own errors in a contract (a name that does not resolve, a type argument that does not fit) have TypeScript's numbers.

This page is generated from \`transformer/src/messages/catalogue.ts\`: \`npm run docs\` writes it.

${Object.entries(GROUPS)
  .map(([group, title]) => `## ${title}\n\n${sectionsOf(group)}`)
  .join("\n\n")}
`;

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error("docs/diagnostics.md is stale; run 'npm run docs'.");
  process.exitCode = 1;
}
