// importspy 0.1.0 sha256:f8f62c3223827a296848922af0a8f8bea1d3f520c0fdd242fec5ca3b8736a7fa
"use strict";
const { enforce, guardCommonJs, importer, judgeImporter } = require("importspy/dist/guard.cjs");
const { restrict } = require("importspy/dist/restrict.cjs");
restrict("app/src/pay.ts#5ca47c", "./pay.js", module, exports);
enforce(
{"key":"app/src/pay.ts#5ca47c","package":"app","module":"src/pay.ts","line":4,"alternatives":[{"conditions":[],"importer":{"expected":"module `src/billing/${string}`","is":0},"note":"Ask in #payments."}]},
{ importer, judgeImporter },
[
(importer) => (importer.package === "app" && ((input) => /^src\/billing\/[^]*$/.test(input))(importer.module)),
],
);
exports.$importspy = guardCommonJs(
undefined,
[],
"app/src/pay.ts#5ca47c",
);
