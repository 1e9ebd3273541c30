/**
 * npm's semver. Only this file imports it. It imports single files of it, since the whole package takes three times as
 * long to load.
 *
 * @module
 */
export { default as Range } from "semver/classes/range.js";
export { default as SemVer } from "semver/classes/semver.js";
export { default as satisfies } from "semver/functions/satisfies.js";
export { default as intersects } from "semver/ranges/intersects.js";
export { default as subset } from "semver/ranges/subset.js";
export { default as validRange } from "semver/ranges/valid.js";
