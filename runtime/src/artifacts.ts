/**
 * What a build leaves, read without running any of it: `check` and `explain` read with it, and so does `verify` of
 * `@importspy/transformer`.
 *
 * @module
 */
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
export { readSidecar, type Sidecar, type SidecarContract, UnreadableSidecar } from "./artifacts/sidecar.js";
export { type FindCheck, readValidator, UnknownCode, type Validator } from "./artifacts/validator.js";
