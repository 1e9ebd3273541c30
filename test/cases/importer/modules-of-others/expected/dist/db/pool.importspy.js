// importspy 0.1.0 sha256:8d89f89df921d21ffa00459dcc1c778fdaffa2780fd8584f09a93eafe752a5fd
import { env, guard, importer, judgeImporter, packages, provide } from "importspy/dist/guard.mjs";
import { packageVersion } from "importspy/dist/packages.mjs";
provide(
{"key":"app/pg#f57f2c","package":"app","module":"pg","line":1,"declaredIn":"src/pg.d.ts","alternatives":[{"conditions":[{"path":"env.PGHOST","expected":"a string","is":0}],"packages":[{"path":"packages.pg","expected":"^8.11","range":[[">= 8.11.0","< 9.0.0-0"]]}],"importer":{"expected":"module `src/db/${string}`","is":1},"note":"Use src/db."}]},
{ env, importer, packages, judgeImporter, packageVersion },
[
(input) => true,
(importer) => (importer.package === "app" && ((input) => /^src\/db\/[^]*$/.test(input))(importer.module)),
],
"app/src/db/pool.ts",
);
export const $importspy = guard(
{"module":"src/db/pool.ts","package":"app"},
[[["app/pg","#f57f2c",1,0]]],
undefined,
import.meta.url,
);
$importspy(0);
