import { fileURLToPath, pathToFileURL } from "node:url";
import type ts from "typescript";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { type Encoding, Lines } from "./positions.js";

/** A file that is open in the editor. */
export interface OpenDocument {
  /** As the client writes it. */
  readonly uri: string;
  readonly fileName: string;
  readonly version: number;
  readonly lines: Lines;
}

/** The path of a file, with `/`; `undefined` for what is not a file (`untitled:`, `git:`). */
export function fileNameOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri).replaceAll("\\", "/");
  } catch {
    // A file on another machine, or an address that is none: nothing here can read it.
    return undefined;
  }
}

/** The files that are open, as the client has them. */
export class Documents {
  private readonly byName = new Map<string, OpenDocument>();

  all(): readonly OpenDocument[] {
    return [...this.byName.values()];
  }

  get(fileName: string): OpenDocument | undefined {
    return this.byName.get(fileName);
  }

  /** The file that a client speaks of, while it is open. */
  find(uri: string): OpenDocument | undefined {
    const fileName = fileNameOf(uri);
    return fileName === undefined ? undefined : this.byName.get(fileName);
  }

  open(uri: string, version: number, text: string): OpenDocument | undefined {
    const fileName = fileNameOf(uri);
    if (fileName === undefined) return undefined;
    const document = { uri, fileName, version, lines: new Lines(text) };
    this.byName.set(fileName, document);
    return document;
  }

  change(
    { fileName }: OpenDocument,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
    encoding: Encoding,
  ): void {
    const before = this.byName.get(fileName)!;
    const lines = changes.reduce<Lines>((now, change) => {
      if (!("range" in change)) return new Lines(change.text);
      const start = now.offsetAt(change.range.start, encoding);
      const end = Math.max(start, now.offsetAt(change.range.end, encoding));
      return new Lines(now.text.slice(0, start) + change.text + now.text.slice(end));
    }, before.lines);
    this.byName.set(fileName, { ...before, version, lines });
  }

  close({ fileName }: OpenDocument): void {
    this.byName.delete(fileName);
  }

  /** The address of a file: as the client writes it, where it has told. */
  uriOf(fileName: string): string {
    return this.byName.get(fileName)?.uri ?? pathToFileURL(fileName).href;
  }

  /** The lines of a file of a program. */
  linesOf({ fileName, text }: Pick<ts.SourceFile, "fileName" | "text">): Lines {
    const open = this.byName.get(fileName)?.lines;
    return open?.text === text ? open : new Lines(text);
  }

  /** A view of the machine in which open files have the texts that the client has. */
  over(system: ts.System): ts.System {
    return {
      ...system,
      directoryExists: (name) =>
        system.directoryExists(name) || [...this.byName.keys()].some((open) => open.startsWith(`${name}/`)),
      fileExists: (name) => this.byName.has(name) || system.fileExists(name),
      readFile: (name, encoding) => this.byName.get(name)?.lines.text ?? system.readFile(name, encoding),
    };
  }
}
