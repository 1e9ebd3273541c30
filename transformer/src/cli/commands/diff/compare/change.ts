/** What a change means for importers; `none` when nothing changed. */
export type Level = "major" | "minor" | "patch" | "none";

/** One change. */
export interface Change {
  readonly level: Level;
  /** The change counts as major because its effect is unknown. */
  readonly isUnknown: boolean;
  /** The condition: `env.PORT`, `importer`, `note`, `alternatives`, `contract`. */
  readonly path: string;
  /** The change and its effect, in words. */
  readonly reason: string;
}
