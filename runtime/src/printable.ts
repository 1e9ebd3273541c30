/**
 * What people and CI logs are shown of texts that others wrote: names of files, packages and variables, notes, versions.
 *
 * @module
 */

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are what is looked for
/** Controls but tabs and line breaks, and what turns the direction of a line around or breaks it unseen. */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)/g;
const BREAKS = /[\t\r\n]/g;

/** The colours that this program writes itself: see `createPaint`. */
const COLOURS = /(\u001b\[(?:1|2|22|3[12369])m)/;
/** Those of TypeScript's reports, too. */
const ALL_COLOURS = /(\u001b\[\d*m)/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: these are what is looked for

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Lines that a CI's runner takes for commands to itself: `::error::`, `::add-mask::`, also after spaces
 * ({@link https://docs.github.com/actions/reference/workflow-commands-for-github-actions}), and `##[error]`,
 * `##vso[…]` or `##teamcity[…]` anywhere
 * ({@link https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands},
 * {@link https://www.jetbrains.com/help/teamcity/service-messages.html}).
 */
const LINE_COMMANDS = /^([^\S\n]*):(?=:)/gm;
const COMMANDS = /##(?=(?:vso|teamcity)?\[)/g;

/**
 * Shows control characters instead of letting a terminal obey them, and takes the meaning of commands to a CI's runner
 * away. Line breaks stay.
 *
 * @param text - Any text.
 * @returns The same text where nothing in it does anything.
 * @example
 * ```ts
 * printable("a\u001b[31m"); // "a\\u001b[31m"
 * printable("::error::no"); // ": :error::no"
 * ```
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, escaped).replace(LINE_COMMANDS, "$1: ").replace(COMMANDS, "# #");
}

/**
 * {@link printable} for what has to stay within a line, such as the name of a file.
 *
 * @param text - Any text.
 */
export function printableLine(text: string): string {
  return printable(text.replace(BREAKS, escaped));
}

/**
 * Whether a text does nothing to a terminal or to a CI's runner: {@link printable} gives back the same one.
 *
 * @param text - Any text.
 * @param isLine - Whether it has to stay within a line, too.
 */
export function isPrintable(text: string, isLine = false): boolean {
  return text === (isLine ? printableLine(text) : printable(text));
}

/** Controls as they are shown, but for what the pattern finds. */
const shownBut = (text: string, kept: RegExp) => {
  const parts = text.split(kept);
  return parts.map((part, index) => (index % 2 ? part : part.replace(CONTROLS, escaped))).join("");
};

/**
 * Shows control characters in the output of a command but for its own colours.
 *
 * @param text - What is to be written.
 * @param mayCommand - Whether its lines may be commands to a CI's runner. Those that work anywhere in a line never are.
 */
export function printableOutput(text: string, mayCommand = true): string {
  const shown = shownBut(text, COLOURS);
  return (mayCommand ? shown : shown.replace(LINE_COMMANDS, "$1: ")).replace(COMMANDS, "# #");
}

/**
 * {@link printable} for what a compiler reports, which may have colours.
 *
 * @param text - What is to be written.
 */
export function printableReport(text: string): string {
  return shownBut(text, ALL_COLOURS).replace(LINE_COMMANDS, "$1: ").replace(COMMANDS, "# #");
}
