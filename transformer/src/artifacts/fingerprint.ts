import { createHash } from "node:crypto";
import { version } from "./version.js";

/** The SHA-256 of a text, as hexadecimal digits. */
export function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * A short hash that changes with a file's guard, for TypeScript's incremental builds.
 *
 * @param content - The content of the file's sidecar, if it has one.
 * @param others - Texts from other files on which the file's output or diagnostics depend.
 */
export function fingerprint(content: object | undefined, others: readonly string[]): string {
  return hash(JSON.stringify([version, content, others])).slice(0, 16);
}
