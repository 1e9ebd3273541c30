/**
 * Finds emitted JavaScript in folders, for the commands of `@importspy/transformer`.
 *
 * @module
 */

export { CommandFailure } from "./failure.js";
export { findEntry } from "./needs/entry.js";
export { findNeeds } from "./needs/needs.js";
export {
  type Collected,
  collectContracts,
  type FoundContract,
  type FoundImporter,
  reportUnreadable,
} from "./sidecars/collect.js";
export { packageFolderOf } from "./sidecars/find.js";
export { AmbiguousModule, lockNeeds, lockOutput } from "./sidecars/lock.js";
export { describeAbsence, reportStale } from "./sidecars/sources.js";
