/**
 * Runs commands for all files of tests, in two processes that stay. To start a process that loads TypeScript takes several
 * times as long as what it does in a small project.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type Answer, END, type Ended, type Request } from "./protocol.ts";

interface Worker {
  /** Runs a command. When the process ends with that, the answer is what it left behind. */
  run(request: Request): Promise<Answer>;
  readonly isUsable: boolean;
  /** Ends the process, which has time to do so where it has nothing else to do. */
  end(isIdle: boolean): void;
}

const takeUntilEnd = (printed: string) => printed.slice(0, printed.indexOf(END));

function startWorker(): Worker {
  const child: ChildProcess = spawn(process.execPath, [path.join(import.meta.dirname, "worker.ts")], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let isUsable = true;
  let stdout = "";
  let stderr = "";
  let ended: Ended | undefined;
  let settle = () => {};
  const isDone = () => ended && stdout.includes(END) && stderr.includes(END);
  child.stdout!.setEncoding("utf8").on("data", (data: string) => {
    stdout += data;
    settle();
  });
  child.stderr!.setEncoding("utf8").on("data", (data: string) => {
    stderr += data;
    settle();
  });
  child.on("message", (message: Ended) => {
    ended = message;
    isUsable &&= !message.isLast;
    settle();
  });
  child.on("exit", () => {
    isUsable = false;
  });
  const closed = once(child, "close");
  void closed.then(() => settle());
  return {
    get isUsable() {
      return isUsable;
    },
    async run(request) {
      stdout = "";
      stderr = "";
      ended = undefined;
      child.send(request);
      await new Promise<void>((resolve) => {
        settle = () => {
          if (isDone() || child.exitCode !== null || child.signalCode !== null) resolve();
        };
      });
      if (isDone()) return { code: ended!.code, stdout: takeUntilEnd(stdout), stderr: takeUntilEnd(stderr) };
      await closed;
      return { code: child.exitCode, stdout, stderr };
    },
    end(isIdle) {
      if (isIdle && child.connected) child.disconnect();
      else child.kill("SIGKILL");
    },
  };
}

/** Gives workers to those who ask, in turn. */
function createPool() {
  const workers = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const start = () => {
    const worker = startWorker();
    workers.add(worker);
    return worker;
  };
  return {
    async take(): Promise<Worker> {
      for (let worker = idle.pop(); worker; worker = idle.pop()) {
        if (worker.isUsable) return worker;
        workers.delete(worker);
      }
      if (workers.size < os.availableParallelism()) return start();
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(worker: Worker): void {
      if (!worker.isUsable) workers.delete(worker);
      const next = waiting.shift();
      if (next) next(worker.isUsable ? worker : start());
      else if (worker.isUsable) idle.push(worker);
    },
    close(): void {
      for (const worker of workers) worker.end(idle.includes(worker));
    },
  };
}

/** A server of commands. */
export interface CommandServer {
  /** Where tests reach it. */
  readonly address: string;
  close(): void;
}

/**
 * Starts a server of commands.
 *
 * @param folder - Where its socket is to be.
 */
export async function startServer(folder: string): Promise<CommandServer> {
  const pool = createPool();
  const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
    let isOpen = true;
    let worker: Worker | undefined;
    socket.on("error", () => {});
    socket.on("close", () => {
      isOpen = false;
      // The test has ended, or does not wait any longer.
      worker?.end(false);
    });
    const request = JSON.parse(await text(socket)) as Request;
    const taken = await pool.take();
    if (isOpen) {
      worker = taken;
      const answer = await taken.run(request);
      worker = undefined;
      socket.end(JSON.stringify(answer));
    }
    pool.giveBack(taken);
  });
  const isWindows = process.platform === "win32";
  const address = isWindows ? `\\\\.\\pipe\\importspy-tests-${process.pid}` : path.join(folder, "commands.sock");
  server.listen(address);
  await once(server, "listening");
  server.unref();
  return {
    address,
    close() {
      server.close();
      pool.close();
    },
  };
}
