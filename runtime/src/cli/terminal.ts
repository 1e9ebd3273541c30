import type { Output } from "../cli.js";
import { printableOutput } from "../printable.js";

/** A stream of the process as a command's output. Node.js makes the stream when it is first asked for. */
export function createOutput(name: "stdout" | "stderr"): Output {
  let opened: NodeJS.WriteStream | undefined;
  const stream = () => {
    opened ??= open(name);
    return opened;
  };
  return {
    write: (text) => void stream().write(printableOutput(text, name === "stdout")),
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
