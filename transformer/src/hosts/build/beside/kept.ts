/**
 * What the project's own compiler emitted of planned files, as it emitted it, beside the `.tsbuildinfo` by which that
 * compiler leaves files out that have not changed. Their guards may have changed all the same: they are planned again for
 * the text that is kept here, so that no guard has ever to be taken out of a text.
 *
 * @module
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { joinPath } from "../../../analysis/paths.js";
import { hash } from "../../../artifacts/fingerprint.js";
import { version } from "../../../artifacts/version.js";

/** An output as it was emitted, and as it was published. */
export interface KeptOutput {
  /** Missing where importspy has written all of it. */
  readonly emitted?: string;
  readonly map?: string;
  /** The hash of what was published. */
  readonly published: string;
}

/** Outputs by their absolute names. */
export type KeptOutputs = ReadonlyMap<string, KeptOutput>;

interface KeptFile {
  readonly version: string;
  /** The hash of the `.tsbuildinfo` that belongs to it. */
  readonly buildInfo: string;
  readonly outputs: Readonly<Record<string, KeptOutput>>;
}

/** Where it lies. Those who ignore `*.tsbuildinfo` ignore this, too. */
export const keptNameOf = (buildInfo: string) => `${buildInfo.replace(/\.tsbuildinfo$/, "")}.importspy.tsbuildinfo`;

/** Whether a file is one of those, by its name. */
export const isKeptName = (fileName: string): boolean => fileName.endsWith(".importspy.tsbuildinfo");

function read(fileName: string): string | undefined {
  try {
    return readFileSync(fileName, "utf8");
  } catch {
    // Not there, or nothing that could be used: then everything is emitted again.
    return undefined;
  }
}

/** The hash of a file; `undefined` where there is none. */
export function hashOfFile(fileName: string): string | undefined {
  const text = read(fileName);
  return text === undefined ? undefined : hash(text);
}

function parse(text: string): KeptFile | undefined {
  try {
    return JSON.parse(text) as KeptFile;
  } catch {
    // As if it was not there.
    return undefined;
  }
}

/** Whether importspy has built by a `.tsbuildinfo`, though it need not be of any use by now. */
export const hasKept = (buildInfo: string): boolean => read(keptNameOf(buildInfo)) !== undefined;

/**
 * Reads what was kept.
 *
 * @param buildInfo - The `.tsbuildinfo`.
 * @returns `undefined` where the disk is not as importspy has left it: somebody else has built, an output was edited or is
 * gone, a build was killed.
 */
export function readKept(buildInfo: string): KeptOutputs | undefined {
  const text = read(keptNameOf(buildInfo));
  const kept = text === undefined ? undefined : parse(text);
  if (kept?.version !== version || kept.buildInfo !== hashOfFile(buildInfo)) return undefined;
  const folder = path.posix.dirname(buildInfo);
  const outputs = new Map(
    Object.entries(kept.outputs).map(([name, output]) => [joinPath(folder, name), output] as const),
  );
  return [...outputs].every(([name, { published }]) => hashOfFile(name) === published) ? outputs : undefined;
}

/** Keeps outputs for the next build. */
export function writeKept(buildInfo: string, outputs: KeptOutputs): void {
  const ofInfo = hashOfFile(buildInfo);
  // The compiler has written none, so that it emits everything the next time.
  if (ofInfo === undefined) return;
  const folder = path.posix.dirname(buildInfo);
  const entries = [...outputs]
    .map(([name, output]) => [path.posix.relative(folder, name), output] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const kept: KeptFile = { version, buildInfo: ofInfo, outputs: Object.fromEntries(entries) };
  writeFileSync(keptNameOf(buildInfo), `${JSON.stringify(kept)}\n`);
}

/** Removes what was kept: nothing has a guard any more. */
export function removeKept(buildInfo: string): void {
  rmSync(keptNameOf(buildInfo), { force: true });
}

/** Has the compiler emit everything the next time that it runs. */
export function forget(buildInfo: string): void {
  rmSync(buildInfo, { force: true });
  removeKept(buildInfo);
}
