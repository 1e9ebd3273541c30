/**
 * Reads files that somebody else may have put there: a folder of outputs can hold a FIFO, which would block the reader
 * for ever, or a link that leads in a circle. What cannot be read is an {@link UnreadableFile}, whatever the reason.
 *
 * @module
 */
import { readFileSync, type Stats, statSync } from "node:fs";

const CODE = "ERR_IMPORTSPY_UNREADABLE_FILE";

/** A file or folder that cannot be read, and why. */
export class UnreadableFile extends Error {
  readonly code = CODE;
  readonly path: string;
  /** Why, in words that can stand behind "cannot be read: ". */
  readonly reason: string;

  /** @internal */
  constructor(path: string, reason: string) {
    super(`${path} cannot be read: ${reason}`);
    this.path = path;
    this.reason = reason;
  }

  /** By its code, so that it holds across the copies of this file in bundles. */
  static override [Symbol.hasInstance](value: unknown): value is UnreadableFile {
    return value instanceof Error && "code" in value && value.code === CODE;
  }
}

/** What the codes of Node.js mean: {@link https://nodejs.org/api/errors.html#common-system-errors}. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such file, or its link leads nowhere",
  ENOTDIR: "there is no such file, or its link leads nowhere",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
};

/** Where nothing can be: also the end of a link that leads in a circle. */
const ABSENT: readonly string[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"];

/**
 * What an error of Node.js says about a file.
 *
 * @param path - The file.
 * @param error - The error.
 * @returns The same error, when it is none of the file system.
 */
export function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const code = String(error.code);
  return new UnreadableFile(path, REASONS[code] ?? code);
}

/** What is at a path that is neither a file nor a folder. */
function describeKind(stats: Stats): string {
  if (stats.isFIFO()) return "it is a FIFO and not a file";
  if (stats.isSocket()) return "it is a socket and not a file";
  return stats.isDirectory() ? REASONS.EISDIR! : "it is a device and not a file";
}

/**
 * What a path leads to, links followed.
 *
 * @param path - The path.
 * @returns `undefined` where nothing is, also where links lead in a circle.
 * @throws {@link UnreadableFile} when that cannot be told, for instance because a folder above may not be read.
 */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.includes(String(error.code))) return undefined;
    throw unreadable(path, error);
  }
}

/** {@link statsOf} of a path that has to be there. */
function requireStats(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whether a path leads to a folder. */
export const isFolder = (path: string): boolean => statsOf(path)?.isDirectory() ?? false;

/** Whether a path leads to a FIFO: opening it waits for a writer. */
export function isFifo(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
  } catch {
    // Opening it fails for the same reason, and the caller that does so tells.
    return false;
  }
}

/** Whether a path leads to a file, and not to a folder, a FIFO, a socket or a device. */
export const isFile = (path: string): boolean => statsOf(path)?.isFile() ?? false;

/**
 * Reads a file, and never waits for one: what is not a file is not opened.
 *
 * @param path - The file.
 * @param most - How many bytes it may have.
 * @throws {@link UnreadableFile} when there is no file, it is larger, or it cannot be read.
 */
export function readFile(path: string, most = Number.POSITIVE_INFINITY): Buffer {
  const stats = requireStats(path);
  if (!stats.isFile()) throw new UnreadableFile(path, describeKind(stats));
  if (stats.size > most) throw new UnreadableFile(path, `it is larger than ${most / 2 ** 20} MiB`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads a text, as {@link readFile} does, without the byte order mark that it may start with.
 *
 * @param path - The file, in UTF-8.
 * @param most - How many bytes it may have.
 * @throws {@link UnreadableFile} when there is no file, it is larger, or it cannot be read.
 */
export function readText(path: string, most?: number): string {
  return readFile(path, most)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}
