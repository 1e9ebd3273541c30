import type ts from "typescript";
import type { ContractComment } from "../analysis/model.js";
import { type TypeScript, withinStack } from "../compiler/compiler.js";
import { typeSpanOf } from "./comments.js";

/**
 * Whether the written type has no field `importer`: true for `{ os: "linux" }`, false for `{ os: "linux" } & Base` and
 * `{Base}`, whose fields are declared elsewhere.
 */
function showsNoImporter(typescript: TypeScript, type: ts.TypeNode): boolean {
  if (typescript.isUnionTypeNode(type)) return type.types.some((each) => showsNoImporter(typescript, each));
  if (!typescript.isTypeLiteralNode(type)) return false;
  // A member without a type may be the name of a declared contract: `{Base}`.
  return type.members.every(
    (member) => typescript.isPropertySignature(member) && member.type && nameOf(typescript, member) !== "importer",
  );
}

function nameOf(typescript: TypeScript, { name }: ts.PropertySignature): string {
  return typescript.isIdentifier(name) || typescript.isStringLiteral(name) ? name.text : "importer";
}

/**
 * Whether the text of a contract alone shows that it does not restrict importers. Then its type is not needed to judge
 * importers.
 *
 * @param typescript - The compiler.
 * @param comment - The contract comment.
 * @returns `false` when it restricts importers, or when only its type can tell.
 */
export function isSeenToAdmitAll(typescript: TypeScript, comment: ContractComment): boolean {
  return comment.tags.some((tag) => {
    const type = typeSpanOf(tag);
    if (!type) return false;
    const text = `type $i0=${comment.text.slice(type.pos - comment.pos, type.end - comment.pos)}`;
    const parse = () => typescript.createSourceFile("contract.ts", text, typescript.ScriptTarget.Latest).statements;
    const [declaration] = withinStack(parse) ?? [];
    if (!declaration || !typescript.isTypeAliasDeclaration(declaration)) return false;
    return showsNoImporter(typescript, declaration.type);
  });
}
