// importspy 0.1.0 sha256:4ed886fdc9a41adc4d8bf0608b2b5e5dfac75d0a91e094fcdbe1745f682e27f8
import { env, guard, importer, judgeImporter, packages, provide } from "importspy/dist/guard.mjs";
import { packageVersion } from "importspy/dist/packages.mjs";
provide({
  package: "app",
  module: "pg",
  line: 1,
  declaredIn: "src/pg.d.ts",
  judges: { env, importer, packages },
  judgeImporter,
  alternatives: [
    {
      conditions: [
        { path: "env.PGHOST", expected: "a string", is: (input) => "string" === typeof input },
      ],
      packages: [
        { path: "packages.pg", expected: "^8.11", range: [[">= 8.11.0","< 9.0.0-0"]] },
      ],
      importer: { expected: "module `src/db/${string}`", is: (importer) => (importer.package === "app" && ((input) => "string" === typeof input && /^src\/db\/[^]*$/.test(input))(importer.module)) },
      note: "Use src/db.",
    },
  ],
  packageVersion,
});
export const $importspy = guard({ module: "src/db/pool.ts", package: "app", location: import.meta.url }, [["app/pg", 1]]);
