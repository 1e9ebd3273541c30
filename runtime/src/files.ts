/**
 * Reads files that somebody else may have created: a folder of outputs can contain a FIFO, which would block the reader
 * forever, or a circular link. Every failure is an {@link UnreadableFile}.
 *
 * @module
 */
import { readFileSync, type Stats, statSync } from "node:fs";

const CODE = "ERR_IMPORTSPY_UNREADABLE_FILE";

/** A file or folder that cannot be read; the message says why. */
export class UnreadableFile extends Error {
  readonly code = CODE;
  readonly path: string;
  /** The reason, to be written after "cannot be read: ". */
  readonly reason: string;

  /** @internal */
  constructor(path: string, reason: string) {
    super(`${path} cannot be read: ${reason}`);
    this.path = path;
    this.reason = reason;
  }

  /** Compares the code, so that `instanceof` works across copies of this file in bundles. */
  static override [Symbol.hasInstance](value: unknown): value is UnreadableFile {
    return value instanceof Error && "code" in value && value.code === CODE;
  }
}

/** The meaning of the error codes of Node.js: {@link https://nodejs.org/api/errors.html#common-system-errors}. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such file, or its link leads nowhere",
  ENOTDIR: "there is no such file, or its link leads nowhere",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
};

/** Codes that mean that there is no file, including a circular link. */
const ABSENT: readonly string[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"];

/**
 * Converts an error of Node.js about a file.
 *
 * @param path - The file.
 * @param error - The error.
 * @returns An {@link UnreadableFile}, or the same error when it does not come from the file system.
 */
export function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const code = String(error.code);
  return new UnreadableFile(path, REASONS[code] ?? code);
}

/** What is at a path, when it is neither a file nor a folder. */
function describeKind(stats: Stats): string {
  if (stats.isFIFO()) return "it is a FIFO and not a file";
  if (stats.isSocket()) return "it is a socket and not a file";
  return stats.isDirectory() ? REASONS.EISDIR! : "it is a device and not a file";
}

/**
 * The stats of the file at a path. Links are followed.
 *
 * @param path - The path.
 * @returns `undefined` when there is none, also for a circular link.
 * @throws {@link UnreadableFile} when it is unknown, for instance because an enclosing folder may not be read.
 */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.includes(String(error.code))) return undefined;
    throw unreadable(path, error);
  }
}

/** {@link statsOf} for a path that must exist. */
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
    // Opening it fails for the same reason, and the caller reports it.
    return false;
  }
}

/** Whether a path leads to a file, and not to a folder, a FIFO, a socket or a device. */
export const isFile = (path: string): boolean => statsOf(path)?.isFile() ?? false;

/**
 * Reads a file. Anything but a regular file is never opened, because reading a FIFO could wait forever.
 *
 * @param path - The file.
 * @param most - The maximum size in bytes.
 * @throws {@link UnreadableFile} when the file does not exist, is too large, or cannot be read.
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
 * Reads a text file, like {@link readFile}, without a leading byte order mark.
 *
 * @param path - The file, in UTF-8.
 * @param most - The maximum size in bytes.
 * @throws {@link UnreadableFile} when the file does not exist, is too large, or cannot be read.
 */
export function readText(path: string, most?: number): string {
  return readFile(path, most)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}
