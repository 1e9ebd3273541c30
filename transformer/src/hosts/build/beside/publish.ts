/**
 * Puts guards into what another compiler has emitted.
 *
 * @module
 */
import { readFileSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { once } from "../../../analysis/memoize.js";
import { hash } from "../../../artifacts/fingerprint.js";
import { sidecarNameOf, specifierOfSidecar } from "../../../artifacts/sidecarNames.js";
import type { FilePlan } from "../../../emit/inject.js";
import { guardText } from "../../../emit/text/guard.js";
import { publishIn, removeSidecars } from "../../../emit/write.js";
import { isKept, resolverFor } from "../../../link/elision.js";
import { findLoads, readValues } from "../../../link/loads.js";
import { moveColumns } from "../../guards/columns.js";
import type { Build } from "../reporting.js";
import { hashOfFile, type KeptOutput, type KeptOutputs } from "./kept.js";
import type { PendingFile } from "./pending.js";
import type { Prepared } from "./prepare.js";

/** An output that is held back. */
export interface HeldOutput {
  /** Missing where nothing is to be guarded in it, or not any more. */
  readonly plan: FilePlan | undefined;
  readonly fileName: string;
  readonly pending: PendingFile;
  /** It was held back after it had been emitted. */
  readonly isLate?: boolean;
}

/** What a build by a `.tsbuildinfo` knows of the one before, and keeps for the next. */
export interface Memory {
  /** `undefined` where everything is emitted. */
  readonly before: KeptOutputs | undefined;
  readonly next: Map<string, KeptOutput>;
}

/** A text as it was emitted. */
export interface Emitted {
  readonly code: string;
  readonly map: string | undefined;
}

/** Takes note of what became of emitted texts, for a build that finds the same ones. */
export interface Notes {
  script(fileName: string, emitted: Emitted, published: Published): void;
  declarations(fileName: string, emitted: string, published: string): void;
}

/** Who publishes. */
export interface Publisher {
  readonly build: Build;
  /** Missing where another build could not do with it. */
  readonly notes?: Notes | undefined;
  /** Says something to the user. */
  tell(text: string): void;
}

const MAP_URL = /^\/\/# sourceMappingURL=(.+?)\s*$/m;
const MARK = "\uFEFF";
const INLINE = "data:application/json;base64,";

/** The map of a text whose columns have moved. */
function moveMap(mapText: string, moved: (line: number, column: number) => number): string {
  const map = JSON.parse(mapText) as { mappings: string };
  return JSON.stringify({ ...map, mappings: moveColumns(map.mappings, moved) });
}

/** Where the columns of a text have gone to, by the map from the new text to it. */
function columnsOf(decoded: readonly (readonly (readonly number[])[])[]) {
  const byLine = new Map<number, { readonly from: number; readonly to: number }[]>();
  for (const [line, segments] of decoded.entries()) {
    for (const [to, , original, from] of segments) {
      if (from === undefined) continue;
      // What is moved behind a call is never on another line.
      const list = byLine.get(original ?? line) ?? [];
      byLine.set(original ?? line, list);
      list.push({ from, to: to! });
    }
  }
  for (const list of byLine.values()) list.sort((a, b) => a.from - b.from);
  return (line: number, column: number): number => {
    let last: { readonly from: number; readonly to: number } | undefined;
    for (const each of byLine.get(line) ?? []) {
      if (each.from > column) break;
      last = each;
    }
    return last ? last.to + column - last.from : column;
  };
}

/** A guarded text, its map and its sidecars. */
export interface Published extends Emitted {
  readonly sidecars: readonly string[];
}

/** Guards a text and its map. */
function guardEmitted(
  build: Build,
  { program, isSmall, compilation }: Prepared,
  { plan, fileName }: { readonly plan: FilePlan; readonly fileName: string },
  { code, map }: Emitted,
): Published {
  const { tsc } = build;
  const options = program.getCompilerOptions();
  const base = path.posix.basename(fileName);
  const resolver = once(() => {
    if (!isSmall) program.getSemanticDiagnostics(plan.file);
    return resolverFor(tsc, program, plan.file, !isSmall);
  });
  const guarded = guardText({
    typescript: tsc,
    options,
    plan,
    loads: findLoads(tsc, plan.file, () => readValues(tsc, plan.file, options)),
    code,
    isCompiled: true,
    keeping: undefined,
    format: plan.format,
    sidecarSpecifier: (number, format) => specifierOfSidecar(sidecarNameOf(base, number), format),
    isKeptByTypes: (each) => isKept(tsc, options, resolver(), each),
  });
  if (!guarded) return { code, map, sidecars: [] };
  const sidecars = compilation.sidecarsOf(plan, guarded.kept);
  const moved = once(() => columnsOf(guarded.movedColumns()));
  const move = (mapText: string) => moveMap(mapText, (line, column) => moved()(line, column));
  const [, url] = MAP_URL.exec(guarded.code) ?? [];
  if (!url?.startsWith(INLINE)) return { code: guarded.code, map: map && move(map), sidecars };
  const inline = move(Buffer.from(url.slice(INLINE.length), "base64").toString());
  const withMap = guarded.code.replace(url, () => INLINE + Buffer.from(inline).toString("base64"));
  return { code: withMap, map, sidecars };
}

/** What was emitted of an output, now or by an earlier build. */
function emittedOf(
  { fileName, pending, isLate }: HeldOutput,
  mapOnDisk: () => string | undefined,
  memory: Memory | undefined,
) {
  const code = pending.emitted() ?? (isLate ? pending.before : undefined);
  if (code !== undefined) return { code, map: mapOnDisk() };
  if (!memory?.before) return undefined;
  const known = memory.before.get(fileName);
  if (known?.emitted !== undefined) return { code: known.emitted, map: known.map };
  // It had no guard before, and so is as it was emitted.
  const { before } = pending;
  return before === undefined ? undefined : { code: before, map: mapOnDisk() };
}

/** Guards one emitted file, its map and its sidecars; takes a guard away where none is planned any more. */
export function publishScript(
  { build, notes }: Publisher,
  prepared: Prepared,
  output: HeldOutput,
  memory: Memory | undefined,
): void {
  const { system } = build;
  const { plan, fileName, pending } = output;
  const mapName = `${fileName}.map`;
  const mapOnDisk = () => (prepared.config.options.sourceMap ? system.readFile(mapName) : undefined);
  const emitted = emittedOf(output, mapOnDisk, memory);
  if (!emitted) {
    pending.withdraw();
    return;
  }
  // A byte order mark is no part of the text, and maps do not count it.
  const mark = emitted.code.startsWith(MARK) ? MARK : "";
  const text = { ...emitted, code: emitted.code.slice(mark.length) };
  const published = plan ? guardEmitted(build, prepared, { plan, fileName }, text) : { ...text, sidecars: [] };
  const { map, sidecars } = published;
  const code = mark + published.code;
  for (const [number, sidecar] of sidecars.entries()) {
    const name = sidecarNameOf(fileName, number);
    system.writeFile(name, sidecar, mark !== "");
    memory?.next.set(name, { published: hash(mark + sidecar) });
  }
  removeSidecars(system, fileName, sidecars.length);
  if (plan) notes?.script(fileName, emitted, { code, map, sidecars: sidecars.map((each) => mark + each) });
  if (map !== undefined && map !== mapOnDisk()) system.writeFile(mapName, map);
  if (pending.emitted() === undefined && pending.before === code) pending.withdraw();
  else pending.publish(code);
  if (!memory || !plan) return;
  memory.next.set(fileName, {
    emitted: emitted.code,
    ...(emitted.map !== undefined && { map: emitted.map }),
    published: hash(code),
  });
}

/** The line that tells projects which reference this one of its contracts, and the source whose declarations have it. */
function reachOf({ config: { fileNames }, program, compilation }: Prepared) {
  const hashes = program.getSourceFiles().map((file) => compilation.reachOf(file));
  const found = hashes.find((each) => each !== undefined);
  const carrier = fileNames.find((name) => !/\.d\.[cm]?ts$|\.json$/.test(name));
  return found === undefined ? undefined : { carrier, hash: found };
}

/**
 * Makes what publishes declarations: it adds to them what importers of their contracts need.
 *
 * @returns Takes a source and its declarations.
 */
export function createDeclarationsPublisher(
  { build: { tsc, system }, notes }: Publisher,
  prepared: Prepared,
  memory: Memory | undefined,
) {
  const { compilation, config } = prepared;
  const reach = reachOf(prepared);
  return (source: string, fileName: string): void => {
    const contracts = compilation.contractsIn(source);
    const line = reach?.carrier === source ? reach.hash : undefined;
    const known = memory?.before?.get(fileName);
    if (!contracts.length && line === undefined && !known) return;
    const onDisk = system.readFile(fileName);
    if (onDisk === undefined) return;
    const isAsLeft = known !== undefined && hashOfFile(fileName) === known.published;
    const emitted = (isAsLeft ? known.emitted : undefined) ?? onDisk;
    const url = MAP_URL.exec(emitted);
    const published = publishIn(tsc, contracts, line, emitted, { sourceMapUrlPos: url?.index });
    if (published !== onDisk) {
      const { atime, mtime } = statSync(fileName);
      system.writeFile(fileName, published, config.options.emitBOM ?? false);
      // What is added is no reason to build again what has read these declarations.
      if (memory) utimesSync(fileName, atime, mtime);
    }
    if (!contracts.length && line === undefined) return;
    notes?.declarations(fileName, emitted, published);
    memory?.next.set(fileName, { emitted, published: hash(readFileSync(fileName, "utf8")) });
  };
}
