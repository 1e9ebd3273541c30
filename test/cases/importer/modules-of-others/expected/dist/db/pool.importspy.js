// importspy 0.1.0 sha256:0e91207437489b998b7f021f9e3eab88bccec94dd7be18655f5035d8c27ce052
import { guard, provide } from "importspy/guard";
import { packageVersion } from "importspy/packages";
provide({
  package: "app",
  module: "pg",
  line: 1,
  declaredIn: "src/pg.d.ts",
  alternatives: [
    {
      conditions: [
        { path: "env.PGHOST", expected: "a string", readings: 1, is: (input) => "string" === typeof input },
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
export const $importspy = guard({ module: "src/db/pool.ts", package: "app", location: import.meta.url }, [["app/pg", 1]], []);
