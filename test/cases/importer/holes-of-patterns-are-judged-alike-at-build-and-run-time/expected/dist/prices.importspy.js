// importspy 0.1.0 sha256:c36ee270686cdc6236aba9d9eace0c4e22114d6a2395cf9d5de72832643ba467
import { enforce, guard, importer, judgeImporter } from "importspy/dist/guard.mjs";
import { _isTemplate } from "importspy/dist/formats.mjs";
enforce(
{"key":"app/src/prices.ts","package":"app","module":"src/prices.ts","line":1,"alternatives":[{"conditions":[],"importer":{"expected":"module `src/step-${number}.ts`","is":0},"note":"Only steps may import this."}]},
{ importer, judgeImporter },
[
(importer) => (importer.package === "app" && ((input) => _isTemplate(input, "src/step-", 2, ".ts"))(importer.module)),
],
);
export const $importspy = guard();
