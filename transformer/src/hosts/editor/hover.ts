import type ts from "typescript";
import type { ContractedModule } from "../../analysis/model.js";
import { TAG } from "../../discover/comments.js";
import type { Analysis } from "../../link/diagnose.js";
import { describeContract } from "./words.js";

/** The contract at a position: on a tag, or on the specifier of an import of the contracted module. */
function findHovered(analysis: Analysis, file: ts.SourceFile, position: number) {
  const targets: { module: ContractedModule; textSpan: ts.TextSpan }[] = [];
  const isHovered = ({ start, length }: ts.TextSpan) => start <= position && position <= start + length;
  for (const module of analysis.modules.heldBy(file)) {
    for (const { pos } of module.comment.tags) targets.push({ module, textSpan: { start: pos, length: TAG.length } });
  }
  const onTag = targets.filter(({ textSpan }) => isHovered(textSpan));
  if (onTag.length) return onTag;
  return analysis
    .importsOf(file)
    .map(({ target, specifier }) => {
      const start = specifier.node.getStart(file);
      return { module: target, textSpan: { start, length: specifier.node.end - start } };
    })
    .filter(({ textSpan }) => isHovered(textSpan));
}

/**
 * The hover text at a position with a contract.
 *
 * @param analysis - The program.
 * @param file - The file.
 * @param position - The position.
 * @param found - The hover text of TypeScript.
 * @returns The contract in words, after the text of TypeScript; `undefined` when there is no contract at the position.
 */
export function hoverContract(
  analysis: Analysis,
  file: ts.SourceFile,
  position: number,
  found: ts.QuickInfo | undefined,
): ts.QuickInfo | undefined {
  const hovered = findHovered(analysis, file, position);
  const [first] = hovered;
  if (!first) return undefined;
  const contracts = hovered.map(({ module }) => describeContract(analysis.contractOf(module)));
  const text = contracts.map((contract) => contract.text).join("\n\n");
  const note = contracts.map((contract) => contract.note).join("\n\n");
  const toParts = (words: string): ts.SymbolDisplayPart[] => (words ? [{ text: words, kind: "text" }] : []);
  return {
    kind: analysis.context.ts.ScriptElementKind.unknown,
    kindModifiers: "",
    textSpan: first.textSpan,
    ...found,
    displayParts: [...(found?.displayParts ?? []), ...toParts(found?.displayParts?.length ? `\n\n${text}` : text)],
    documentation: [...(found?.documentation ?? []), ...toParts(note)],
  };
}
