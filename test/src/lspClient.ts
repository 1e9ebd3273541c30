import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CodeAction, Diagnostic, Position, Range, WorkspaceEdit } from "vscode-languageserver";
import { LONGEST_WAIT } from "./eventually.ts";
import { inherited, root } from "./project.ts";

/** The program that editors start. */
export const SERVER: readonly string[] = [
  process.execPath,
  path.join(root, "runtime/bin/importspy.cjs"),
  "lsp",
  "--stdio",
];

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: Diagnostic[];
}

/** What the client says that it can do; the protocol's positions are in UTF-16 without more. */
export const CAPABILITIES = {
  textDocument: {
    hover: { contentFormat: ["markdown", "plaintext"] },
    publishDiagnostics: { relatedInformation: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor.rewrite"] } } },
  },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** An editor that speaks with a real server over stdio. */
export class Editor {
  readonly folder: string;
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;
  /** Requests of the server, and what it logged. */
  readonly requests: Message[] = [];
  readonly logged: string[] = [];
  #sequence = 0;
  #received = Buffer.alloc(0);
  #stderr = "";
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #published = new Map<string, Published>();
  readonly #texts = new Map<string, { text: string; version: number }>();
  #onPublished: () => void = () => {};

  constructor(folder: string, [program = "", ...args]: readonly string[] = SERVER, flags: readonly string[] = []) {
    this.folder = folder;
    const whole = program === process.execPath ? [...flags, ...args] : args;
    this.process = spawn(program, whole, { cwd: folder, env: inherited() });
    this.process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.process.stdin.on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.process.once("close", (code) => {
        for (const answer of this.#answers.values()) answer({ error: { message: `it ended: ${this.#stderr}` } });
        resolve(code);
      });
    });
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString("utf8", 0, head))![1]);
      if (this.#received.length < head + 4 + length) return;
      const message = JSON.parse(this.#received.toString("utf8", head + 4, head + 4 + length)) as Message;
      this.#received = this.#received.subarray(head + 4 + length);
      this.#take(message);
    }
  }

  #take(message: Message): void {
    if (message.method === undefined) {
      this.#answers.get(Number(message.id))?.(message);
      this.#answers.delete(Number(message.id));
    } else if (message.id !== undefined) {
      this.requests.push(message);
      this.#write({ id: message.id, result: null });
    } else if (message.method === "textDocument/publishDiagnostics") {
      const published = message.params as Published;
      this.#published.set(published.uri, published);
      this.#onPublished();
    } else if (message.method === "window/logMessage") {
      this.logged.push((message.params as { message: string }).message);
    }
  }

  #write(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  notify(method: string, params: unknown): void {
    this.#write({ method, params });
  }

  /** Asks, and fails when the server does. */
  async request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#sequence;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#write({ id, method, params });
    const { error, result } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as T;
  }

  async initialize(capabilities: object = CAPABILITIES, processId: number | null = process.pid) {
    const rootUri = pathToFileURL(this.folder).href;
    const answer = await this.request<{ capabilities: Record<string, unknown>; serverInfo: { name: string } }>(
      "initialize",
      { processId, rootUri, capabilities, workspaceFolders: [{ uri: rootUri, name: "project" }] },
    );
    this.notify("initialized", {});
    return answer;
  }

  uriOf(name: string): string {
    return pathToFileURL(path.join(this.folder, name)).href;
  }

  text(name: string): string {
    return this.#texts.get(name)?.text ?? "";
  }

  /** Opens a file, or replaces its whole text. */
  write(name: string, text: string): void {
    const known = this.#texts.get(name);
    const version = (known?.version ?? 0) + 1;
    this.#texts.set(name, { text, version });
    const uri = this.uriOf(name);
    if (known) this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    else this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version, text } });
  }

  /** Changes ranges of an open file, one after the other; `text` is what the file is then. */
  edit(name: string, contentChanges: readonly { range: Range; text: string }[], text: string): void {
    const version = this.#texts.get(name)!.version + 1;
    this.#texts.set(name, { text, version });
    this.notify("textDocument/didChange", { textDocument: { uri: this.uriOf(name), version }, contentChanges });
  }

  close(name: string): void {
    this.#texts.delete(name);
    this.#published.delete(this.uriOf(name));
    this.notify("textDocument/didClose", { textDocument: { uri: this.uriOf(name) } });
  }

  /** Waits for diagnostics of the file as it is now. */
  async published(name: string, isEnough: (found: readonly Diagnostic[]) => boolean = () => true) {
    const uri = this.uriOf(name);
    const deadline = Date.now() + LONGEST_WAIT;
    for (;;) {
      const found = this.#published.get(uri);
      if (found?.version === this.#texts.get(name)?.version && found && isEnough(found.diagnostics)) {
        return found.diagnostics;
      }
      if (Date.now() > deadline) throw new Error(`no diagnostics of ${name}: ${JSON.stringify(found)} ${this.#stderr}`);
      await new Promise<void>((resolve) => {
        this.#onPublished = resolve;
        setTimeout(resolve, 1000).unref();
      });
    }
  }

  /** The diagnostics of a file as `text: message`. */
  async diagnostics(name: string, isEnough?: (found: readonly Diagnostic[]) => boolean): Promise<string[]> {
    const found = await this.published(name, isEnough);
    return found.map(({ range, message }) => `${textAt(this.text(name), range)}: ${message}`);
  }

  /** Where a text begins in an open file, or ends. */
  at(name: string, part: string, end = true): { textDocument: { uri: string }; position: Position } {
    const text = this.text(name);
    const offset = text.indexOf(part);
    if (offset < 0) throw new Error(`no ${part} in ${name}`);
    return { textDocument: { uri: this.uriOf(name) }, position: positionOf(text, offset + (end ? part.length : 0)) };
  }

  /** The quick fixes and rewritings at a text of an open file. */
  actions(name: string, part: string, diagnostics: readonly Diagnostic[] = []): Promise<CodeAction[]> {
    const range = { start: this.at(name, part, false).position, end: this.at(name, part).position };
    return this.request("textDocument/codeAction", {
      textDocument: { uri: this.uriOf(name) },
      range,
      context: { diagnostics },
    });
  }

  /** The texts of files after an edit, which is not made. */
  applied({ changes = {} }: WorkspaceEdit, read: (name: string) => string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(changes).map(([uri, edits]) => {
        const name = path.relative(this.folder, fileURLToPath(uri)).replaceAll("\\", "/");
        let text = this.#texts.get(name)?.text ?? read(name);
        const placed = edits.map(({ range, newText }) => ({
          start: offsetOf(text, range.start),
          end: offsetOf(text, range.end),
          newText,
        }));
        for (const { start, end, newText } of placed.sort((a, b) => b.start - a.start)) {
          text = text.slice(0, start) + newText + text.slice(end);
        }
        return [name, text];
      }),
    );
  }

  /** Ends the server as the protocol says, and gives its exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null) {
      await this.request("shutdown", null);
      this.notify("exit", null);
    }
    return this.ended;
  }
}

/** The place of an offset, in UTF-16. */
export function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

function offsetOf(text: string, { line, character }: Position): number {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length)];
  return (starts[line] ?? text.length) + character;
}

/** What stands in a range. */
export function textAt(text: string, { start, end }: Range): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}
