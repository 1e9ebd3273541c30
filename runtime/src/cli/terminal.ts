import type { Output, Paint } from "../cli.js";
import { printableOutput } from "../printable.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to write in colours: on a terminal, unless `NO_COLOR` ({@link https://no-color.org}) or `TERM=dumb` forbids
 * it; elsewhere only when `FORCE_COLOR` asks for it, which also outweighs `NO_COLOR`, as in Node.js.
 */
export function wantsColours(env: Environment, isTTY: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  if (env.NO_COLOR) return false;
  return isTTY && env.TERM !== "dumb";
}

/** Colours, or none: then each function returns its text as it is. */
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

/** A stream of the process as a command's output. Node.js makes the stream when it is first asked for. */
export function createOutput(name: "stdout" | "stderr"): Output {
  let opened: NodeJS.WriteStream | undefined;
  const stream = () => {
    opened ??= open(name);
    return opened;
  };
  return {
    write: (text) => void stream().write(printableOutput(text)),
    get isTTY() {
      return Boolean(stream().isTTY);
    },
    get columns() {
      return stream().columns;
    },
  };
}

function open(name: "stdout" | "stderr"): NodeJS.WriteStream {
  const stream = process[name];
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader went away (`importspy check | head`): there is nobody left to tell.
    if (error.code === "EPIPE") return;
    // A full disk, for instance: what was told is incomplete, so whatever the command found out, it did not say it.
    if (stream !== process.stderr) process.stderr.write(`importspy: the output cannot be written (${error.code})\n`);
    process.exit(2);
  });
  return stream;
}
