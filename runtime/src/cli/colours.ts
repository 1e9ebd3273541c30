import type { Paint } from "../cli.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to use colours. On a terminal: yes, unless `NO_COLOR` ({@link https://no-color.org}) or `TERM=dumb` is set.
 * Elsewhere: only with `FORCE_COLOR`, which takes precedence over `NO_COLOR`, as in Node.js.
 */
export function wantsColours(env: Environment, isTTY: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  if (env.NO_COLOR) return false;
  return isTTY && env.TERM !== "dumb";
}

/** Creates the colour functions; without colours, each returns its text unchanged. */
export function createPaint(coloured: boolean): Paint {
  const colour = (open: number, close: number) => (text: string) =>
    coloured ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: colour(1, 22),
    dim: colour(2, 22),
    red: colour(31, 39),
    green: colour(32, 39),
    yellow: colour(33, 39),
    cyan: colour(36, 39),
  };
}
