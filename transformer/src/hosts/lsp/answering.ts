import type { Location } from "vscode-languageserver/node";
import type { Documents } from "./documents.js";
import type { ImportPlace } from "./importers.js";
import type { Encoding } from "./positions.js";
import type { Projects } from "./projects.js";

/** What a client understands. */
export interface Client {
  readonly encoding: Encoding;
  readonly readsMarkdown: boolean;
  readonly showsRelated: boolean;
  readonly tellsOfChanges: boolean;
}

/** What answers are made with. */
export interface Answering {
  readonly documents: Documents;
  readonly projects: Projects;
  readonly client: Client;
}

/** A place in a file, as the protocol has it. */
export function locate({ documents, client }: Answering, { file, start, length }: ImportPlace): Location {
  return {
    uri: documents.uriOf(file.fileName),
    range: documents.linesOf(file).rangeOf(start, length, client.encoding),
  };
}
