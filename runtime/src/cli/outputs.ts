/**
 * What is in a folder of emitted JavaScript, for the commands of `@importspy/transformer`.
 *
 * @module
 */
export { findEntry } from "./explain/needs/entry.js";
export { findNeeds } from "./explain/needs/needs.js";
export { CommandFailure } from "./failure.js";
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
