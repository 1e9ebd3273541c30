/**
 * Reads what a build wrote, without running it. Used by `check`, `explain` and `lock`, and by `verify` and `diff` of
 * `@importspy/transformer`.
 *
 * @module
 */

export { exportsType } from "./artifacts/exportsText.js";
export {
  type CallableType,
  type ExportMember,
  type ExportType,
  type ListType,
  type ObjectType,
  parseExports,
} from "./artifacts/exportsType.js";
export {
  formatImporter,
  type LockedImporter,
  type LockedOption,
  type LockedPattern,
} from "./artifacts/importer.js";
export { finishesWithin } from "./artifacts/limit.js";
export { type LockedAlternative, type LockedContract, lockContract, nameOf, type Term } from "./artifacts/lock.js";
export { formatLock, parseLock, UnreadableLock } from "./artifacts/lockText.js";
export {
  createManifest,
  isUnchanged,
  MANIFEST_NAME,
  type Manifest,
  type ManifestContract,
  type ManifestFile,
  type ManifestImporter,
  type Output,
  readManifest,
  UnreadableManifest,
} from "./artifacts/manifest.js";
export { callMethod, GLOBALS, joinTexts, judgement, OPERATORS, readProperty, spread } from "./artifacts/operations.js";
export {
  readSidecar,
  type Sidecar,
  type SidecarContract,
  shapedPackages,
  UnreadableSidecar,
} from "./artifacts/sidecar.js";
export type { Bound, ConditionType, RuntimeMember, ValueMember } from "./artifacts/types.js";
export { formatType } from "./artifacts/typeText.js";
export { type FindCheck, readValidator, UnknownCode, type Validator } from "./artifacts/validator.js";
export { REGISTRY } from "./guard/registry.js";
