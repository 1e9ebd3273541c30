import type { SourceMap } from "magic-string";

/** A file of the output, as far as its place in the order matters. */
export interface PlannedChunk {
  readonly fileName: string;
  readonly moduleIds: readonly string[];
}

/**
 * What a chunk has to load first, so that verdicts come in the order of the sources: bundlers sort the imports of a chunk
 * by rules of their own, external modules behind or before all others.
 *
 * @param order - What is evaluated before a module of the chunk.
 * @param isTurn - Whether a module is one after which the order still matters.
 * @param chunk - The chunk.
 * @param chunkWith - The chunk that a module is in; `undefined` for external modules and what was dropped.
 * @param externalOf - The specifier of an external module; `undefined` for what is none.
 * @returns Chunks by their file, external modules by their specifier, up to the last turn.
 */
export function prologueOf<Chunk extends PlannedChunk>(
  order: readonly string[],
  isTurn: (id: string) => boolean,
  chunk: Chunk,
  chunkWith: (id: string) => Chunk | undefined,
  externalOf: (id: string) => string | undefined,
): readonly (Chunk | string)[] {
  const last = order.indexOf(order.filter((id) => isTurn(id) && chunkWith(id)).at(-1) ?? "");
  const units: (Chunk | string)[] = [];
  const listed = new Set<Chunk | string>([chunk]);
  let segment: (Chunk | string)[] = [];
  for (const id of order.slice(0, last + 1)) {
    const unit = chunkWith(id) ?? externalOf(id);
    if (unit !== undefined) segment.push(unit);
    if (!isTurn(id)) continue;
    // What asks for the next module stands last before it: so does the chunk that asks.
    const latest = [...new Set(segment.reverse())].reverse().filter((each) => !listed.has(each));
    for (const each of latest) listed.add(each);
    units.push(...latest);
    segment = [];
  }
  return units;
}

/** The head of a file that has to stay there: hashbang, comments, directives. */
const HEAD =
  /^(?:#!.*(?:\r\n|\n|\r|$))?(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/|(["'])(?:(?!\1)[^\\\n]|\\.)*\1\s*(?:;|(?=[\r\n]|$)))*/;

/** The way from the folder of one output file to another: `./chunks/a.js`. */
export function relativeFile(from: string, to: string): string {
  const folders = from.split("/").slice(0, -1);
  const parts = to.split("/");
  let shared = 0;
  while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
  const up = "../".repeat(folders.length - shared);
  return `${up || "./"}${parts.slice(shared).join("/")}`;
}

/**
 * Puts imports before all others of a chunk.
 *
 * @param code - The chunk.
 * @param specifiers - What to import, in order.
 * @param format - The format of the chunk.
 */
export function prepend(
  code: string,
  specifiers: readonly string[],
  format: "es" | "cjs",
): { readonly code: string; readonly map: SourceMap } {
  // Most chunks stay as they are.
  const { default: MagicString } = require("magic-string") as typeof import("magic-string");
  const text = new MagicString(code);
  const head = HEAD.exec(code)?.[0].length ?? 0;
  const lines = specifiers.map((each) =>
    format === "es" ? `import ${JSON.stringify(each)};` : `require(${JSON.stringify(each)});`,
  );
  text.appendLeft(head, `${lines.join("\n")}\n`);
  return { code: text.toString(), map: text.generateMap({ hires: "boundary" }) };
}
