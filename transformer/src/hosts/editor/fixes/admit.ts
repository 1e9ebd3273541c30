import type { CatalogueDiagnostic } from "../../../analysis/context.js";
import type { CheckedImporter, Span } from "../../../analysis/model.js";
import { type Fix, type Fixing, insert, isWritten, quoted } from "./fix.js";

/**
 * Admits a refused importer: adds its path to `importer.module`, or, if it is in another package, a member to the union
 * of
 * `importer`.
 *
 * @param fixing - The importing file.
 * @param diagnostic - The refusal.
 */
export function fixImporter(fixing: Fixing, diagnostic: CatalogueDiagnostic): Fix[] {
  const { analysis, file } = fixing;
  const { key } = diagnostic.message;
  if (key !== "importerNotAdmitted" && key !== "importerNotAdmittedThrough") return [];
  const guarded = analysis
    .importsOf(file)
    .filter(({ specifier }) => specifier.node.getStart(file) === diagnostic.start)
    .find(({ target }) => analysis.restrictsImporters(target));
  const importer = guarded && analysis.contractOf(guarded.target).alternatives?.find((each) => each.importer)?.importer;
  if (!guarded || !importer || !isWritten(fixing, guarded.target.comment.file)) return [];
  const identity = analysis.identityOf(file);
  const isOwn = identity.package === guarded.target.package;
  const place = isOwn ? placeIn(importer) : undefined;
  const whole = isOwn ? undefined : importer.valueSpan;
  const text = place
    ? ` | ${quoted(identity.module)}`
    : ` | { package: ${quoted(identity.package)}; module: ${quoted(identity.module)} }`;
  const span = place ?? whole;
  if (!span || span.declaration || !isWritten(fixing, span.file)) return [];
  const edits = [insert(span.file, span.start + span.length, text)];
  const title = `Admit ${identity.module} in the contract of ${guarded.target.module}`;
  return [{ name: "importspy-admit", title, edits, diagnostic }];
}

/** The position of the importer paths for the module's own package. */
function placeIn({ options }: CheckedImporter): Span | undefined {
  return options.find((option) => option.module && !option.package)?.module?.span;
}
