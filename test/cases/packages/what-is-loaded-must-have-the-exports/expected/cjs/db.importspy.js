// importspy 0.1.0 sha256:d6eb70d909e93904235cac0bffee6cb7ee9343cc3da89860528fd0c7ab41a2d5
"use strict";
const { enforce, env, guardCommonJs, judgeImporter, packages } = require("importspy/dist/guard.cjs");
const { shaped } = require("importspy/dist/load.cjs");
const { packageVersion } = require("importspy/dist/packages.cjs");
enforce(
{"key":"app/src/db.ts#09d803","package":"app","module":"src/db.ts","line":2,"alternatives":[{"conditions":[{"path":"env.MODE","expected":"a string","is":0}],"packages":[{"path":"packages.pg","expected":"^8.11","range":[[">= 8.11.0","< 9.0.0-0"]],"shape":[{"kind":"ref","to":1},{"kind":"object","members":[{"name":"Pool","shape":{"kind":"ref","to":2}},{"name":"defaults","shape":{"kind":"ref","to":4}}]},{"kind":"class","parameters":[1,1],"prototype":[{"name":"query","shape":{"kind":"ref","to":3}}]},{"kind":"function","parameters":[1,1]},{"kind":"object","members":[{"name":"poolSize","shape":{"kind":"number","expected":"a number"}}]}]}],"note":"The pool is made here."}]},
{ env, packages, judgeImporter, packageVersion },
[
(input) => true,
],
__filename,
);
shaped("app/src/db.ts#09d803", { "pg": () => require("pg") });
exports.$importspy = guardCommonJs(
undefined,
[],
"app/src/db.ts#09d803",
);
