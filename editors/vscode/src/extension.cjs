/** Starts `importspy lsp` in each folder of the workspace that has importspy installed. */
const { commands, Uri, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");
const { findServer } = require("./server.cjs");

const LANGUAGES = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

/** The clients that run, by the address of their folder. */
const clients = new Map();

async function start(folder) {
  const server = findServer(folder.uri.fsPath);
  if (server === undefined || clients.has(folder.uri.toString())) return;
  const run = { module: server, args: ["lsp"], transport: TransportKind.stdio };
  const options = {
    documentSelector: LANGUAGES.map((language) => ({
      scheme: "file",
      language,
      pattern: `${folder.uri.fsPath.replaceAll("\\", "/")}/**/*`,
    })),
    workspaceFolder: folder,
    diagnosticCollectionName: "importspy",
  };
  const client = new LanguageClient("importspy", `importspy (${folder.name})`, run, options);
  clients.set(folder.uri.toString(), client);
  await client.start();
}

async function stop(folder) {
  const key = folder.uri.toString();
  const client = clients.get(key);
  clients.delete(key);
  await client?.stop();
}

/** What a lens above a contract shows when it is clicked: the protocol's places as those of the editor. */
async function showImporters(uri, position, locations) {
  const [client] = clients.values();
  const { asLocation, asPosition } = client.protocol2CodeConverter;
  await commands.executeCommand(
    "editor.action.showReferences",
    Uri.parse(uri),
    asPosition(position),
    locations.map((each) => asLocation(each)),
  );
}

exports.activate = async ({ subscriptions }) => {
  const folders = () => workspace.workspaceFolders ?? [];
  subscriptions.push(
    commands.registerCommand("importspy.showImporters", showImporters),
    commands.registerCommand("importspy.restart", async () => {
      await Promise.all(folders().map(stop));
      await Promise.all(folders().map(start));
      if (!clients.size) window.showWarningMessage("importspy is not installed in this workspace.");
    }),
    workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      await Promise.all(removed.map(stop));
      await Promise.all(added.map(start));
    }),
  );
  await Promise.all(folders().map(start));
};

exports.deactivate = () => Promise.all([...clients.values()].map((client) => client.stop()));
