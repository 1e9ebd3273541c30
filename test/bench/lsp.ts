import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Editor } from "../src/lspClient.ts";
import { createProject, root, tsconfig } from "../src/project.ts";
import { median } from "./measure.ts";
import type { Figure, Row, RowOptions } from "./row.ts";
import { createSources } from "./synthetic.ts";

const SERVER = path.join(root, "transformer/dist/hosts/lsp/server.js");

/** What one session of the server took. */
interface Session {
  /** Milliseconds from the start of the process to the first diagnostics. */
  readonly first: number;
  /** Milliseconds from each edit to its diagnostics. */
  readonly edits: readonly number[];
  /** MB of memory after all of them, pages that other processes share apart. */
  readonly memory: number;
}

/** Resident memory of a process without the pages of files, that every Node.js on the machine shares. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Opens an importer of a restricted contract and a contracted file, and types in both. */
async function work(): Promise<Session> {
  const sources = createSources({ files: 1000, contracts: 10, importers: 100, restrictImporter: "module" });
  const entries = Object.entries(sources);
  const [importer] = entries.find(([, text]) => /\/module\d\.js"/.test(text))!;
  const [contracted] = entries.find(([, text]) => text.includes("@importspy"))!;
  const project = await createProject({ ...sources, "tsconfig.json": tsconfig({ plugins: undefined }) });
  const start = performance.now();
  const editor = new Editor(project.folder);
  try {
    await editor.initialize();
    editor.write(importer, sources[importer]!);
    await editor.published(importer);
    const first = performance.now() - start;
    editor.write(contracted, sources[contracted]!);
    await editor.published(contracted);
    const edits: number[] = [];
    for (let count = 0; count < 40; count++) {
      const name = count % 2 ? importer : contracted;
      const from = performance.now();
      editor.write(name, ` ${editor.text(name)}`);
      await editor.published(name);
      edits.push(performance.now() - from);
    }
    return { first, edits, memory: await memoryOf(editor.process.pid!) };
  } finally {
    await editor.stop();
    await project.remove();
  }
}

/** Sessions are measured once for all rows. */
let sessions: Promise<readonly Session[]> | undefined;

async function measureSessions({ runs, progress }: RowOptions): Promise<readonly Session[]> {
  const found: Session[] = [];
  // The first one fills the compile cache.
  for (let run = 0; run <= runs; run++) {
    found.push(await work());
    progress(`${run}/${runs}`);
  }
  return found.slice(1);
}

const rowOf = (
  name: string,
  title: string,
  limit: number,
  unit: Row["unit"],
  takeFrom: (session: Session) => number,
): Row => ({
  name,
  title: `10 contracts, 100 importers, 1,000 files: ${title}`,
  limit,
  unit,
  async measure(options): Promise<Figure | undefined> {
    if (!existsSync(SERVER) || process.platform !== "linux") return undefined;
    sessions ??= measureSessions(options);
    const all = await sessions;
    return { value: median(all.map(takeFrom)), pairs: all.length };
  },
});

/** What the language server takes. */
export const lspRows: readonly Row[] = [
  rowOf("lsp-first", "importspy lsp, from its start to the first diagnostics", 1500, "ms", ({ first }) => first),
  rowOf("lsp-edit", "importspy lsp, from an edit to its diagnostics", 50, "ms", ({ edits }) => median(edits)),
  rowOf("lsp-memory", "importspy lsp, memory after 40 edits", 250, "MB", ({ memory }) => memory),
];
