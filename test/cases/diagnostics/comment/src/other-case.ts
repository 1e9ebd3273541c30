/**
 * Prose may name @ImportSpy { as: "it likes" }, and a line may start with
 * @ImportSpy without braces.
 *
 * @importSpy { os: "linux" }
 * @ImportSpy
 *   { os: "darwin" }
 *
 * ```
 * @IMPORTSPY { os: "win32" }
 * ```
 */
export const loud = true;
