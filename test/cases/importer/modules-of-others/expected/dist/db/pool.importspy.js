// importspy 0.1.0 sha256:bc9c796bc3f94dcd9f4cf124ab5dd7b56b4a9f5c3d9ab8ef40a3a035b89c230c
import { env, guard, importer, judgeImporter, packages, provide } from "importspy/guard";
import { packageVersion } from "importspy/packages";
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
        { path: "packages.pg", expected: "^8.11", range: [[">=8.11.0","<9.0.0-0"]] },
      ],
      importer: { expected: "module `src/db/${string}`", is: (importer) => (importer.package === "app" && ((input) => "string" === typeof input && /^src\/db\/[^]*$/.test(input))(importer.module)) },
      note: "Use src/db.",
    },
  ],
  packageVersion,
});
export const $importspy = guard({ module: "src/db/pool.ts", package: "app", location: import.meta.url }, [["app/pg", 1]]);
