/**
 * What a build leaves, read without running any of it: `check` and `explain` read with it, and so does `verify` of
 * `@importspy/transformer`.
 *
 * @module
 */
export { readSidecar, type Sidecar, type SidecarContract, UnreadableSidecar } from "./artifacts/sidecar.js";
export { type FindCheck, readValidator, UnknownCode, type Validator } from "./artifacts/validator.js";
