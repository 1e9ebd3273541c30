/** What a change is to those who import: `none` when nothing changed. */
export type Level = "major" | "minor" | "patch" | "none";

/** One change. */
export interface Change {
  readonly level: Level;
  /** It is major because it cannot be told. */
  readonly isUnknown: boolean;
  /** The condition: `env.PORT`, `importer`, `note`, `alternatives`, `contract`. */
  readonly path: string;
  /** What changed and what that means, in words. */
  readonly reason: string;
}
