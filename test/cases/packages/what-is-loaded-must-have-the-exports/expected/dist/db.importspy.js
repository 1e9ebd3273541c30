// importspy 0.1.0 sha256:d882560cf586abfcac65b4c6652f2febdd57263cd9fff0dc853cecb40b5ae72f
import { enforce, env, guard, judgeImporter, packages } from "importspy/dist/guard.mjs";
import { shaped } from "importspy/dist/load.mjs";
import { packageVersion } from "importspy/dist/packages.mjs";
enforce(
{"key":"app/src/db.ts#09d803","package":"app","module":"src/db.ts","line":2,"alternatives":[{"conditions":[{"path":"env.MODE","expected":"a string","is":0}],"packages":[{"path":"packages.pg","expected":"^8.11","range":[[">= 8.11.0","< 9.0.0-0"]],"shape":[{"kind":"ref","to":1},{"kind":"object","members":[{"name":"Pool","shape":{"kind":"ref","to":2}},{"name":"defaults","shape":{"kind":"ref","to":4}}]},{"kind":"class","parameters":[1,1],"prototype":[{"name":"query","shape":{"kind":"ref","to":3}}]},{"kind":"function","parameters":[1,1]},{"kind":"object","members":[{"name":"poolSize","shape":{"kind":"number","expected":"a number"}}]}]}],"note":"The pool is made here."}]},
{ env, packages, judgeImporter, packageVersion },
[
(input) => true,
],
import.meta.url,
);
export const $shaped = (packages) => shaped("app/src/db.ts#09d803", packages);
export const $importspy = guard();
