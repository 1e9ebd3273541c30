import { type CodeAction, CodeActionKind, type TextEdit } from "vscode-languageserver/node";
import { type Fix, type Fixing, findFixes, findRewrites } from "../editor/fixes/fixes.js";
import type { Answering } from "./answering.js";
import { check, convert } from "./diagnostics.js";
import type { Opened } from "./project.js";

/** A fix as the protocol has it. */
function toAction(answering: Answering, { analysis, program, file }: Opened, fix: Fix): CodeAction {
  const { documents, client } = answering;
  const changes: Record<string, TextEdit[]> = {};
  for (const { fileName, start, length, text } of fix.edits) {
    const known = program.getSourceFile(fileName);
    const whole = known ?? { fileName, text: analysis.context.host.readFile(fileName) ?? "" };
    const range = documents.linesOf(whole).rangeOf(start, length, client.encoding);
    const uri = documents.uriOf(fileName);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  return {
    title: fix.title,
    kind: fix.diagnostic ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
    edit: { changes },
    ...(fix.diagnostic && { diagnostics: [convert(answering, file, analysis.context.ts, fix.diagnostic)] }),
    ...(fix.isPreferred && { isPreferred: true }),
  };
}

/** What a client asks for when it asks for actions: all of them, or those of some kinds. */
const isAsked = (only: readonly string[] | undefined, kind: string) =>
  !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));

/** The quick fixes and the rewritings at a place. */
export function actions(
  answering: Answering,
  opened: Opened,
  start: number,
  end: number,
  only: readonly string[] | undefined,
): CodeAction[] {
  const { analysis, vocabulary, file } = opened;
  const fixing: Fixing = { analysis, vocabulary, file, readFile: (name) => analysis.context.host.readFile(name) };
  check(opened);
  const fixes = isAsked(only, CodeActionKind.QuickFix) ? findFixes(fixing, start, end) : [];
  const rewrites = isAsked(only, CodeActionKind.RefactorRewrite) ? findRewrites(fixing, start, end) : [];
  return [...fixes, ...rewrites].map((fix) => toAction(answering, opened, fix));
}
