import { createHash } from "node:crypto";
import { version } from "./version.js";

/** The SHA-256 of a text, in hexadecimal. */
export function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What tells one state of a file's guard from another, for the compiler's incremental bookkeeping.
 *
 * @param content - What the file's sidecar holds, if it has one.
 * @param others - Whatever else the file's output or diagnostics depend on, that is in other files.
 */
export function fingerprint(content: object | undefined, others: readonly string[]): string {
  return hash(JSON.stringify([version, content, others])).slice(0, 16);
}
