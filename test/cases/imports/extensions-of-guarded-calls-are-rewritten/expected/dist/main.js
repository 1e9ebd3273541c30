var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
import * as importspy_1 from "./main.importspy.js";
importspy_1.$importspy();
import { createRequire } from "node:module";
import { cents } from "./payments.js";
const path = "./payments.ts";
const ledger = await importspy_1.$importspy(0, () => import(/* a comment */ "./ledger.cjs"));
const again = await ((options_1) => importspy_1.$importspy(1, () => import("./payments.js", options_1)))(await {});
const constant = await importspy_1.$importspy(2, () => import(__rewriteRelativeImportExtension(path)));
// This one only Node.js can know.
const computed = await import(__rewriteRelativeImportExtension(["./payments", "ts"].join(".")));
const legacy = createRequire(import.meta.url)("./legacy.cjs");
console.log(cents, ledger.cents, again.cents, constant.cents, computed.cents, legacy.cents);
//# sourceMappingURL=main.js.map