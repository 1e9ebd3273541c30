import type { Output } from "../cli.js";
import { printableOutput } from "../printable.js";

/** Wraps a stream of the process. Node.js creates the stream on first use, so this waits until then. */
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
    // `importspy check | head`: the reader closed the pipe, so the command exits quietly.
    if (error.code === "EPIPE") return;
    // For instance, the disk is full. The report is incomplete, so the exit code says that the result is unknown.
    if (stream !== process.stderr) process.stderr.write(`importspy: the output cannot be written (${error.code})\n`);
    process.exit(2);
  });
  return stream;
}
