/**
 * The text of a lock file: Markdown for review, one line per condition. It is parsed again by `diff` and `lock
 * --check`.
 *
 * @module
 */

import { printable, printableLine } from "../printable.js";
import { formatImporter, type LockedImporter, parseOption } from "./importer.js";
import { type LockedAlternative, type LockedContract, nameOf, type Term } from "./lock.js";
import { formatType, parseType, visible } from "./typeText.js";

/** A lock file that cannot be read; the message says why. */
export class UnreadableLock extends Error {}

/** Increased when the text changes in a way that readers notice. */
const VERSION = 1;

const HEAD = `# Import contracts

<!-- importspy.lock ${VERSION} -->

Written by \`importspy lock\`. Change the contracts in the sources, build, and run it again.
`;

/** A text between backticks. The text may contain backticks. */
function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = /^[` ]|[` ]$/.test(text) ? " " : "";
  return fence + space + text + space + fence;
}

function readCode(text: string): string | undefined {
  const [, , inner] = /^(`+)(.*)\1$/s.exec(text) ?? [];
  return inner !== undefined && /^ .*[` ] $|^ [` ].* $/s.test(inner) ? inner.slice(1, -1) : inner;
}

/**
 * A name on one line: plain, or as JSON when it has other characters. Builds never write a name with control
 * characters, so a name that was edited to contain some does not round-trip and is refused.
 */
const plain = (text: string) => (/^[\w.@/$*+-]+$/.test(text) ? text : JSON.stringify(printableLine(text)));
const readPlain = (text: string) => (text.startsWith('"') ? (JSON.parse(text) as string) : text);

/** `env.PORT?: number = "3000"` */
function termText({ path, optional, type, fallback }: Term): string {
  const stand = fallback === undefined ? "" : ` = ${visible(JSON.stringify(fallback))}`;
  return `${plain(path)}${optional ? "?" : ""}: ${formatType(type)}${stand}`;
}

const noteLines = (note: string) =>
  printable(note)
    .split("\n")
    .map((line) => (line ? `> ${line}` : ">"));

function alternativeText({ terms, importer, note }: LockedAlternative): string {
  const items = [
    ...terms.map((term) => `- ${code(termText(term))}`),
    ...(importer ? formatImporter(importer).map((text) => `- importer: ${code(text)}`) : []),
  ];
  return [...(note === undefined ? [] : [noteLines(note).join("\n")]), items.join("\n")].filter(Boolean).join("\n\n");
}

function sectionText(contract: LockedContract): string {
  const { alternatives, importers, declaredIn } = contract;
  const title = `## ${plain(nameOf(contract))}${declaredIn === undefined ? "" : `, declared in ${plain(declaredIn)}`}`;
  const blocks = alternatives.map((alternative, index) =>
    alternatives.length > 1
      ? `### Alternative ${index + 1}\n\n${alternativeText(alternative)}`.trimEnd()
      : alternativeText(alternative),
  );
  const imported = importers.map((importer) => `- ${code(printableLine(importer))}`).join("\n");
  return [title, ...blocks, ...(imported ? [`Imported by\n\n${imported}`] : [])].filter(Boolean).join("\n\n");
}

const byName = (a: LockedContract, b: LockedContract) => (nameOf(a) < nameOf(b) ? -1 : 1);

/**
 * Writes a lock file.
 *
 * @param contracts - The contracts, in any order.
 * @returns Markdown. Equal contracts give equal text.
 */
export function formatLock(contracts: readonly LockedContract[]): string {
  return `${[HEAD.trimEnd(), ...[...contracts].sort(byName).map(sectionText)].join("\n\n")}\n`;
}

const VERSION_PATH = /^(?:runtime$|runtime\.|packages\.)/;
const TERM = /^("(?:[^"\\]|\\.)*"|[\w.@/$*+-]+)(\??): (.+)$/s;

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type DraftAlternative = Draft<Omit<LockedAlternative, "terms">> & { terms: Term[] };
type DraftContract = Draft<Omit<LockedContract, "alternatives" | "importers">> & {
  alternatives: DraftAlternative[];
  importers: string[];
};

function readTerm(text: string): Term | undefined {
  const [, path, mark, rest] = TERM.exec(text) ?? [];
  const [stand = "", fallback] = / = ("(?:[^"\\]|\\.)*")$/.exec(rest ?? "") ?? [];
  const typeText = rest?.slice(0, rest.length - stand.length);
  if (path === undefined || typeText === undefined) return undefined;
  const name = readPlain(path);
  const type = parseType(typeText, VERSION_PATH.test(name));
  return (
    type && {
      path: name,
      optional: mark === "?",
      type,
      ...(fallback !== undefined && { fallback: JSON.parse(fallback) as string }),
    }
  );
}

function addOption(importer: LockedImporter | undefined, text: string): LockedImporter {
  const option = parseOption(text);
  const earlier = importer && "unknown" in importer ? [] : (importer ?? []);
  return option ? [...earlier, option] : { unknown: text };
}

const createAlternative = (): DraftAlternative => ({ terms: [], importer: undefined, note: undefined });

/** `app/src/a.ts` → `app` and `src/a.ts`; `@a/b/src/a.ts` → `@a/b` and `src/a.ts` */
function splitName(name: string): Pick<LockedContract, "package" | "module"> {
  const [, owner = "", module = name] = /^(@[^/]+\/[^/]+|[^@/][^/]*)\/(.+)$/s.exec(name) ?? [];
  return { package: owner, module };
}

/** Parses the lines of a lock file. Returns the number of the first invalid line. */
function readLines(lines: readonly string[], contracts: DraftContract[]): number | undefined {
  let isImporters = false;
  const readItem = (text: string): boolean => {
    const contract = contracts.at(-1);
    const alternative = contract?.alternatives.at(-1);
    const [, importer] = /^importer: (.+)$/s.exec(text) ?? [];
    const inner = readCode(importer ?? text);
    if (!contract || inner === undefined) return false;
    if (isImporters) contract.importers.push(inner);
    else if (importer !== undefined && alternative) alternative.importer = addOption(alternative.importer, inner);
    else {
      const term = readTerm(inner);
      if (!term || !alternative) return false;
      alternative.terms.push(term);
    }
    return true;
  };
  const readTitle = (text: string) => {
    const [, name = text, declaredIn] = /^(.*?), declared in (.*)$/.exec(text) ?? [];
    isImporters = false;
    contracts.push({
      ...(declaredIn === undefined ? splitName(readPlain(name)) : { package: "", module: readPlain(name) }),
      declaredIn: declaredIn === undefined ? undefined : readPlain(declaredIn),
      alternatives: [createAlternative()],
      importers: [],
    });
  };
  const readLine = (line: string): boolean => {
    const contract = contracts.at(-1);
    if (line.startsWith("## ")) readTitle(line.slice(3));
    else if (/^### Alternative \d+$/.test(line) && contract) {
      if (!line.endsWith(" 1")) contract.alternatives.push(createAlternative());
    } else if (line === "Imported by") isImporters = true;
    else if (/^>(?: |$)/.test(line) && contract) {
      const alternative = contract.alternatives.at(-1)!;
      alternative.note = [...(alternative.note === undefined ? [] : [alternative.note]), line.slice(2)].join("\n");
    } else if (line.startsWith("- ")) return readItem(line.slice(2));
    else return line === "";
    return true;
  };
  const wrong = lines.findIndex((line) => !readLine(line));
  return wrong < 0 ? undefined : wrong;
}

const AGAIN = "run importspy lock";

/**
 * Reads a lock file.
 *
 * @param text - Its text.
 * @returns The contracts. The package of a name is its first part, or the first two parts when it starts with `@`.
 * @throws {@link UnreadableLock} when it has a merge conflict, is of another version, or was edited by hand.
 */
export function parseLock(text: string): readonly LockedContract[] {
  const normal = text.replaceAll("\r\n", "\n");
  const conflict = /^(?:<{7}|>{7}|\|{7})(?: |$)/m.exec(normal);
  if (conflict) {
    const line = normal.slice(0, conflict.index).split("\n").length;
    throw new UnreadableLock(`it has a merge conflict on line ${line}; merge the sources, build, and ${AGAIN}`);
  }
  const [, version] = /^<!-- importspy\.lock (\d+) -->$/m.exec(normal) ?? [];
  if (version === undefined) throw new UnreadableLock(`it does not begin as a lock file does; ${AGAIN}`);
  if (Number(version) !== VERSION) {
    const advice = Number(version) > VERSION ? "install the importspy that wrote it" : AGAIN;
    throw new UnreadableLock(`it has version ${version}, and this importspy reads version ${VERSION}; ${advice}`);
  }
  const contracts: DraftContract[] = [];
  const head = HEAD.split("\n").length - 1;
  const body = normal.split("\n").slice(head);
  const wrong = normal.startsWith(HEAD) ? readLines(body, contracts) : 0;
  // Writing the contracts again must give the same text. Otherwise a line was moved or edited.
  const again = formatLock(contracts).split("\n").slice(head);
  const moved = wrong ?? [...body, ""].findIndex((line, index) => line !== (again[index] ?? ""));
  if (wrong !== undefined || (moved >= 0 && again.join("\n") !== body.join("\n"))) {
    throw new UnreadableLock(`it was edited by hand on line ${moved + head + 1}; ${AGAIN}`);
  }
  return contracts;
}
