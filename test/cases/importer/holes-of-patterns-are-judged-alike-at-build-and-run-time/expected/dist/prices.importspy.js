// importspy 0.1.0 sha256:a9402027c4d2b72a03ad02d9cd48d304060c59617d3d19d228837a77e5baaeb6
import { enforce, guard, importer, judgeImporter } from "importspy/dist/guard.mjs";
import { _isTemplate } from "importspy/dist/formats.mjs";
enforce(
{"key":"app/src/prices.ts#5abd13","package":"app","module":"src/prices.ts","line":1,"alternatives":[{"conditions":[],"importer":{"expected":"module `src/step-${number}.ts`","is":0},"note":"Only steps may import this."}]},
{ importer, judgeImporter },
[
(importer) => (importer.package === "app" && ((input) => _isTemplate(input, "src/step-", 2, ".ts"))(importer.module)),
],
);
export const $importspy = guard();
