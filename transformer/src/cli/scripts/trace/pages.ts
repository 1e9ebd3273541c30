import path from "node:path";

/** The scripts of a page. */
export interface PageScripts {
  /** The script files, as absolute paths. */
  readonly files: readonly string[];
  /** The inline code. */
  readonly inline: string;
}

const COMMENT = /<!--[\s\S]*?-->/g;
const SCRIPT_ELEMENT = /<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/script\s*>/gi;
const SOURCE = /\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const ELSEWHERE = /^(?:[a-z]+:)?\/\//i;

/**
 * Finds the scripts of an HTML page.
 *
 * @param text - The page.
 * @param folder - Its folder, which is also the root for `/src/main.ts`.
 */
export function readPage(text: string, folder: string): PageScripts {
  const elements = [...text.replace(COMMENT, "").matchAll(SCRIPT_ELEMENT)];
  const sources = elements.flatMap(([, attributes = ""]) => {
    const [, double, single, bare] = SOURCE.exec(attributes) ?? [];
    return double ?? single ?? bare ?? [];
  });
  const own = sources.filter((source) => !ELSEWHERE.test(source));
  return {
    files: own.map((source) => path.join(folder, source.replace(/[?#].*$/, ""))),
    inline: elements.map(([, , code]) => code).join(";\n"),
  };
}
