import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type ts from "typescript";
import { type Project, root } from "./project.ts";

/** A place in an open file: an offset, or the end of the first text that is found there. */
type Place = number | string;

/** A real tsserver that talks to a test over its protocol. */
export class TsServer {
  readonly #project: Project;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #texts = new Map<string, string>();
  readonly #waiting = new Map<number, (response: ts.server.protocol.Response) => void>();
  readonly #events: ts.server.protocol.Event[] = [];
  readonly #log: string;
  #received = Buffer.alloc(0);
  #sequence = 0;

  /**
   * Starts a server.
   *
   * @param project - The project whose files are to be opened.
   */
  constructor(project: Project) {
    this.#project = project;
    this.#log = project.at("tsserver.log");
    const script = path.join(root, "node_modules/typescript/lib/tsserver.js");
    const args = [script, "--disableAutomaticTypingAcquisition", "--allowLocalPluginLoads"];
    const log = ["--logVerbosity", "normal", "--logFile", this.#log];
    this.#process = spawn(process.execPath, [...args, ...log], { cwd: project.folder });
    this.#process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.on("exit", () => {
      for (const resolve of this.#waiting.values()) {
        resolve({ seq: 0, type: "response", success: false, command: "", request_seq: 0, message: "tsserver ended" });
      }
    });
  }

  /** `Content-Length: 12\r\n\r\n{…}` */
  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/\d+/.exec(this.#received.toString("utf8", 0, head))?.[0]);
      if (this.#received.length < head + 4 + length) return;
      const message = JSON.parse(this.#received.toString("utf8", head + 4, head + 4 + length));
      this.#received = this.#received.subarray(head + 4 + length);
      if (message.type === "event") this.#onEvent(message);
      if (message.type !== "response") continue;
      this.#waiting.get(message.request_seq)?.(message);
      this.#waiting.delete(message.request_seq);
    }
  }

  #onEvent(event: ts.server.protocol.Event): void {
    this.#events.push(event);
    if (event.event !== "requestCompleted") return;
    const { request_seq: seq } = event.body as { request_seq: number };
    this.#waiting.get(seq)?.({ seq: 0, type: "response", success: true, command: "", request_seq: seq });
  }

  #send(command: string, args: unknown): number {
    const seq = ++this.#sequence;
    this.#process.stdin.write(`${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`);
    return seq;
  }

  /** Asks, and fails when the server does. */
  async request<T>(command: string, args: unknown): Promise<T> {
    const seq = this.#send(command, args);
    const response = await new Promise<ts.server.protocol.Response>((resolve) => this.#waiting.set(seq, resolve));
    if (!response.success && response.message !== "No content available.") {
      throw new Error(`${command}: ${response.message}`);
    }
    return response.body as T;
  }

  /** Opens a file, or changes all of an open one, as an editor does. */
  async write(name: string, text: string): Promise<void> {
    const file = this.#project.at(name);
    const old = this.#texts.get(name);
    this.#texts.set(name, text);
    if (old === undefined) {
      this.#send("open", { file, fileContent: text });
      return;
    }
    // The smallest change, so that the server parses incrementally as it does while somebody types.
    let start = 0;
    while (start < Math.min(old.length, text.length) && old[start] === text[start]) start++;
    let end = 0;
    while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end++;
    const from = positionOf(old, start);
    const to = positionOf(old, old.length - end);
    const insertString = text.slice(start, text.length - end);
    this.#send("change", { file, ...from, endLine: to.line, endOffset: to.offset, insertString });
  }

  /** Opens a file of the project as it is on disk. */
  async open(name: string): Promise<void> {
    await this.write(name, await this.#project.read(name));
  }

  /** Diagnostics as editors ask for them: in the background, by events. */
  async backgroundDiagnostics(name: string): Promise<string[]> {
    this.#events.length = 0;
    await this.request("geterr", { files: [this.#project.at(name)], delay: 0 });
    const found = this.#events.filter(({ event }) => event === "semanticDiag");
    return found.flatMap(({ body }) => this.#print(name, (body as ts.server.protocol.DiagnosticEventBody).diagnostics));
  }

  /** Diagnostics as `text: message`, in the order of the file. */
  async diagnostics(name: string, kind: "semantic" | "suggestion" | "syntactic" = "semantic"): Promise<string[]> {
    const found = await this.request<ts.server.protocol.Diagnostic[]>(`${kind}DiagnosticsSync`, {
      file: this.#project.at(name),
    });
    return this.#print(name, found);
  }

  #print(name: string, diagnostics: readonly ts.server.protocol.Diagnostic[]): string[] {
    const lines = this.text(name).split("\n");
    return diagnostics.map(({ start, end, text }) => {
      const last = start.line === end.line ? end.offset - 1 : undefined;
      return `${lines[start.line - 1]!.slice(start.offset - 1, last)}: ${text}`;
    });
  }

  hover(name: string, place: Place): Promise<ts.server.protocol.QuickInfoResponseBody | undefined> {
    return this.request("quickinfo", this.#at(name, place));
  }

  async completions(name: string, place: Place): Promise<ts.server.protocol.CompletionEntry[]> {
    const args = { ...this.#at(name, place), includeExternalModuleExports: false };
    const found = await this.request<ts.server.protocol.CompletionInfo | undefined>("completionInfo", args);
    return [...(found?.entries ?? [])];
  }

  async completionDetails(
    name: string,
    place: Place,
    entry: string,
  ): Promise<ts.server.protocol.CompletionEntryDetails[]> {
    return this.request("completionEntryDetails", { ...this.#at(name, place), entryNames: [entry] });
  }

  /** Text of an open file. */
  text(name: string): string {
    return this.#texts.get(name) ?? "";
  }

  #at(name: string, place: Place) {
    const text = this.text(name);
    if (typeof place === "string" && !text.includes(place)) throw new Error(`no ${place} in ${name}`);
    const position = typeof place === "string" ? text.indexOf(place) + place.length : place;
    return { file: this.#project.at(name), ...positionOf(text, position) };
  }

  /** What the server and its plugins logged. */
  log(): Promise<string> {
    return readFile(this.#log, "utf8");
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}

function positionOf(text: string, position: number): ts.server.protocol.Location {
  const lines = text.slice(0, position).split("\n");
  return { line: lines.length, offset: lines.at(-1)!.length + 1 };
}
