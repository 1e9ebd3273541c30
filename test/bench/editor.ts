import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createProject, type Files, root, tsconfig } from "../src/project.ts";
import { measurePairs, median, summarize } from "./measure.ts";
import { formatDuration, type Row } from "./row.ts";
import { createSources } from "./synthetic.ts";

const TSSERVER = path.join(root, "node_modules/typescript/lib/tsserver.js");
const EDITOR_PLUGIN = path.join(root, "transformer/dist/hosts/editor/plugin.js");

const TAG = "@importspy";

/** The first ten modules have the contracts. */
const IMPORTS_CONTRACTED = /\/module\d\.js"/;

interface Message {
  readonly type: string;
  readonly request_seq?: number;
  readonly success: boolean;
  readonly message?: string;
}

/** A tsserver with one open file, in which somebody types. */
class Editor {
  readonly #file: string;
  readonly #process: ChildProcessWithoutNullStreams;
  #sequence = 0;
  #received = "";
  #answer: (response: Message) => void = () => {};

  constructor(folder: string, file: string) {
    this.#file = path.join(folder, file);
    const args = [TSSERVER, "--disableAutomaticTypingAcquisition", "--allowLocalPluginLoads"];
    this.#process = spawn(process.execPath, args, { cwd: folder });
    this.#process.stdout.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
    this.#send("open", { file: this.#file });
  }

  /** The server writes each message on a line of its own, after a line with its length. */
  #receive(text: string): void {
    const lines = (this.#received + text).split("\n");
    this.#received = lines.pop()!;
    for (const line of lines.filter((each) => each.startsWith("{"))) {
      const message = JSON.parse(line) as Message;
      if (message.type === "response" && message.request_seq === this.#sequence) this.#answer(message);
    }
  }

  #send(command: string, values: unknown): void {
    this.#process.stdin.write(
      `${JSON.stringify({ seq: ++this.#sequence, type: "request", command, arguments: values })}\n`,
    );
  }

  /** Types a character and asks for the file's diagnostics: how long that takes, the processor time left aside. */
  async typeAndAsk(): Promise<{ wall: number; cpu: number }> {
    const at = { line: 1, offset: 1 };
    this.#send("change", { file: this.#file, ...at, endLine: 1, endOffset: 1, insertString: " " });
    const start = performance.now();
    const answer = new Promise<Message>((resolve) => {
      this.#answer = resolve;
    });
    this.#send("semanticDiagnosticsSync", { file: this.#file });
    const { success, message } = await answer;
    if (!success) throw new Error(`tsserver: ${message}`);
    return { wall: performance.now() - start, cpu: 0 };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.kill();
    await closed;
  }
}

async function openEditor(sources: Files, file: string, plugins: readonly object[] | undefined) {
  const project = await createProject({ ...sources, "tsconfig.json": tsconfig({ plugins }) });
  const editor = new Editor(project.folder, file);
  const close = async () => {
    await editor.close();
    await project.remove();
  };
  return { editor, close };
}

/** The kinds of files that somebody types in, and how to know one in the synthetic project. */
const KINDS: readonly { name: string; title: string; isOne: (text: string) => boolean }[] = [
  {
    name: "editor",
    title: "an importer of a contract that restricts importers",
    isOne: (text) => IMPORTS_CONTRACTED.test(text),
  },
  { name: "editor-contract", title: "a file that holds a contract", isOne: (text) => text.includes(TAG) },
  {
    name: "editor-uninvolved",
    title: "a file that has nothing to do with contracts",
    isOne: (text) => !text.includes(TAG) && !IMPORTS_CONTRACTED.test(text),
  },
];

/** What the editor plugin costs. */
export const editorRows: readonly Row[] = KINDS.map(({ name, title, isOne }) => ({
  name,
  title: `10 contracts, 100 importers, 1,000 files: diagnostics while typing in ${title}, with the plugin / without`,
  limit: 1.1,
  unit: "×",
  async measure({ runs, progress }) {
    if (!existsSync(EDITOR_PLUGIN)) return undefined;
    const sources = createSources({ files: 1000, contracts: 10, importers: 100, restrictImporter: "module" });
    const [file] = Object.entries(sources).find(([, text]) => isOne(text))!;
    const plain = await openEditor(sources, file, undefined);
    const guarded = await openEditor(sources, file, [{ name: "@importspy/transformer" }]);
    try {
      const rivals = { without: () => plain.editor.typeAndAsk(), with: () => guarded.editor.typeAndAsk() };
      const pairs = await measurePairs(runs * 5, rivals, progress);
      return {
        without: formatDuration(median(pairs.without.map(({ wall }) => wall))),
        with: formatDuration(median(pairs.with.map(({ wall }) => wall))),
        ...summarize(pairs, "wall", (without, ours) => ours / without),
        pairs: pairs.with.length,
      };
    } finally {
      await plain.close();
      await guarded.close();
    }
  },
}));
