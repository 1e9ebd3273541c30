/**
 * The language server: contracts in every editor, beside whichever server shows TypeScript. It has a compiler of its
 * own, so the project's may be any.
 *
 * @module
 */
import {
  type ClientCapabilities,
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { TypeScript } from "../../compiler/compiler.js";
import { actions } from "./actions.js";
import type { Client } from "./answering.js";
import { diagnose } from "./diagnostics.js";
import { Documents, fileNameOf, type OpenDocument } from "./documents.js";
import * as features from "./features.js";
import { chooseEncoding } from "./positions.js";
import type { Opened } from "./project.js";
import { createProjects } from "./projects.js";

/** What a client is served with. */
export interface Serving {
  readonly typescript: TypeScript;
  /** Of importspy, for clients that show it. */
  readonly version: string;
  /** The streams that the client writes and reads. */
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Called when the first file was diagnosed: from then on there is a program. */
  onFirstAnswer?(): void;
}

const WATCHED = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}";

function readClient({ general, textDocument, workspace }: ClientCapabilities): Client {
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    readsMarkdown: textDocument?.hover?.contentFormat?.includes("markdown") ?? false,
    showsRelated: textDocument?.publishDiagnostics?.relatedInformation ?? false,
    tellsOfChanges: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
  };
}

const answerOf = ({ encoding }: Client, version: string): InitializeResult => ({
  serverInfo: { name: "importspy", version },
  capabilities: {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', "'", "`", "@", "{", ":", "|"] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
    documentLinkProvider: {},
    codeLensProvider: { resolveProvider: true },
    referencesProvider: true,
  },
});

/** Publishes the diagnostics of open files: of that which was written in first, then of the others. */
function createPublisher(documents: Documents, publish: (document: OpenDocument) => void) {
  let waiting: OpenDocument["fileName"][] = [];
  let isScheduled = false;
  const step = () => {
    const [fileName, ...rest] = waiting;
    waiting = rest;
    const document = fileName === undefined ? undefined : documents.get(fileName);
    // Requests that came meanwhile are answered before the next file.
    isScheduled = waiting.length > 0;
    if (isScheduled) setImmediate(step);
    if (document) publish(document);
  };
  return (first?: OpenDocument) => {
    const others = documents.all().map(({ fileName }) => fileName);
    waiting = [...new Set([...(first ? [first.fileName] : []), ...others])];
    if (!isScheduled) setImmediate(step);
    isScheduled = true;
  };
}

/**
 * Serves a client until it goes away: then the process ends.
 *
 * @param serving - The compiler, and how the client is spoken with.
 */
export function serve({ typescript, version, input, output, onFirstAnswer }: Serving): void {
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const documents = new Documents();
  const projects = createProjects(typescript, documents, (text) => connection.console.warn(`importspy: ${text}`));
  let client = readClient({});
  const answering = () => ({ documents, projects, client });

  /** What goes wrong is logged, and the client gets what it would get for a file without contracts. */
  const attempt = <T, N>(fileName: string, nothing: N, answer: (opened: Opened) => T): T | N => {
    try {
      const opened = projects.open(fileName);
      return opened ? answer(opened) : nothing;
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`importspy: no contracts in ${fileName}: ${reason}`);
      return nothing;
    }
  };
  let isFirst = true;
  const publish = createPublisher(documents, ({ uri, fileName, version: of }) => {
    const diagnostics = attempt(fileName, [], (opened) => diagnose(answering(), opened));
    if (isFirst) onFirstAnswer?.();
    isFirst = false;
    void connection.sendDiagnostics({ uri, version: of, diagnostics });
  });
  const offsetIn = ({ lines }: OpenDocument, position: Parameters<typeof lines.offsetAt>[0]) =>
    lines.offsetAt(position, client.encoding);
  const look = () => {
    if (!client.tellsOfChanges) projects.look();
  };

  connection.onInitialize(({ capabilities }) => {
    client = readClient(capabilities);
    return answerOf(client, version);
  });
  connection.onInitialized(() => {
    if (!client.tellsOfChanges) return;
    const registered = { watchers: [{ globPattern: WATCHED }] };
    void connection.client.register(DidChangeWatchedFilesNotification.type, registered);
  });
  connection.onDidOpenTextDocument(({ textDocument: { uri, version: of, text } }) => {
    const document = documents.open(uri, of, text);
    if (!document) return;
    // What imports a file that is not on disk yet has not found it so far.
    if (typescript.sys.fileExists(document.fileName)) projects.edit(document.fileName);
    else projects.change([document.fileName]);
    look();
    publish(document);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version: of }, contentChanges }) => {
    const document = documents.find(uri);
    if (!document) return;
    documents.change(document, of, contentChanges, client.encoding);
    projects.edit(document.fileName);
    publish(document);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    const fileName = fileNameOf(uri);
    if (fileName === undefined || client.tellsOfChanges) return;
    projects.change([fileName]);
    look();
    publish(documents.find(uri));
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const document = documents.find(uri);
    if (!document) return;
    documents.close(document);
    // It may never have been saved, or have gone.
    projects.change([document.fileName]);
    projects.tidy();
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    publish();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const names = changes.flatMap(({ uri }) => fileNameOf(uri) ?? []);
    if (!names.length) return;
    projects.change(names);
    publish();
  });

  connection.onHover(({ textDocument: { uri }, position }) => {
    const document = documents.find(uri);
    if (!document) return null;
    const offset = offsetIn(document, position);
    return attempt(document.fileName, null, (opened) => features.hover(answering(), opened, offset));
  });
  connection.onCompletion(({ textDocument: { uri }, position }) => {
    const document = documents.find(uri);
    if (!document) return [];
    const offset = offsetIn(document, position);
    const items = attempt(document.fileName, [], (opened) => features.complete(answering(), opened, offset));
    return items.length ? items : features.completeTag(document.lines.text, offset);
  });
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) => {
    const document = documents.find(uri);
    if (!document) return [];
    const [start, end] = [offsetIn(document, range.start), offsetIn(document, range.end)];
    return attempt(document.fileName, [], (opened) => actions(answering(), opened, start, end, only));
  });
  connection.onDocumentLinks(({ textDocument: { uri } }) => {
    const document = documents.find(uri);
    return document ? attempt(document.fileName, [], (opened) => features.links(answering(), opened)) : [];
  });
  connection.onCodeLens(({ textDocument: { uri } }) => {
    const document = documents.find(uri);
    return document ? attempt(document.fileName, [], (opened) => features.lenses(answering(), opened)) : [];
  });
  connection.onCodeLensResolve((lens) => {
    const { uri, index } = lens.data as { readonly uri: string; readonly index: number };
    const fileName = fileNameOf(uri);
    if (fileName === undefined) return lens;
    return attempt(fileName, lens, (opened) => features.resolveLens(answering(), opened, lens, index));
  });
  connection.onReferences(({ textDocument: { uri }, position }) => {
    const document = documents.find(uri);
    if (!document) return [];
    const offset = offsetIn(document, position);
    return attempt(document.fileName, [], (opened) => features.references(answering(), opened, offset));
  });

  // A client that dies cannot say that it goes. The protocol's exit codes: 0 after it has asked for the end.
  let isAskedToEnd = false;
  connection.onShutdown(() => {
    isAskedToEnd = true;
  });
  const end = () => process.exit(isAskedToEnd ? 0 : 1);
  input.once("end", end);
  input.once("close", end);
  output.once("error", end);
  connection.listen();
}
