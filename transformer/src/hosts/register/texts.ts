import type { TextRules } from "../guards/finder.js";
import { SIDECAR, sidecarNameOf } from "../guards/names.js";

/**
 * The address of a module's sidecar. It has the query of its module: one that is evaluated again has a new sidecar.
 *
 * @param parent - The address of the module.
 * @param number - The number of the sidecar.
 */
export function sidecarUrlOf(parent: string, number: number): string {
  const { href, search, hash } = new URL(parent.replace(SIDECAR, ""));
  const bare = href.slice(0, href.length - search.length - hash.length);
  return `${bare}${search ? `${search}&` : "?"}importspy${number ? `-${number}` : ""}`;
}

/** Whether an address is that of a program text on disk. */
export const isSource = (url: string): boolean => url.startsWith("file:") && /\.[cm]?[jt]sx?(?:$|[?#])/.test(url);

/** Whether a text has import or export declarations, as Node.js looks for them where no package.json says what it is. */
function isEsModule(code: string): boolean {
  return /^[ \t]*(?:import|export)\b(?!\s*(?:type\s|\(|\.))/m.test(code);
}

/**
 * What Node.js does with the text of a file.
 *
 * @param fileName - The file.
 * @param format - What Node.js takes the text for.
 * @param code - The text.
 * @returns `undefined` for what is not a program text.
 */
export function rulesFor(fileName: string, format: string | null | undefined, code: string): TextRules | undefined {
  const [, kind, typed] = /^(module|commonjs)?-?(typescript)?$/.exec(format ?? "") ?? [];
  if (format && !kind && !typed) return undefined;
  const isTyped = format ? typed !== undefined : /\.[cm]?tsx?$/.test(fileName);
  const isModule = kind ? kind === "module" : isEsModule(code);
  return {
    // Node.js strips types and looks no further: what is not marked `type` is imported.
    unusedImports: "kept",
    language: isTyped ? "typescript" : "javascript",
    format: isModule ? "esm" : "cjs",
    sidecar: sidecarNameOf(fileName),
  };
}
