// importspy 0.1.0 sha256:583d6fa18b9679b34d6b70b4de4d9e65711b6f6124fdd83b230331134239c71b
import { env, guard, importer, judgeImporter, packages, provide } from "importspy/dist/guard.mjs";
import { packageVersion } from "importspy/dist/packages.mjs";
provide(
{"key":"app/pg","package":"app","module":"pg","line":1,"declaredIn":"src/pg.d.ts","alternatives":[{"conditions":[{"path":"env.PGHOST","expected":"a string","is":0}],"packages":[{"path":"packages.pg","expected":"^8.11","range":[[">= 8.11.0","< 9.0.0-0"]]}],"importer":{"expected":"module `src/db/${string}`","is":1},"note":"Use src/db."}]},
{ env, importer, packages, judgeImporter, packageVersion },
[
(input) => true,
(importer) => (importer.package === "app" && ((input) => /^src\/db\/[^]*$/.test(input))(importer.module)),
],
);
export const $importspy = guard({ module: "src/db/pool.ts", package: "app", location: import.meta.url }, [["app/pg", 1]]);
