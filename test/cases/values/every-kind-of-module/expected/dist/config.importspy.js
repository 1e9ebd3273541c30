// importspy 0.1.0 sha256:c0650e3d76f4485bb4e0fdd5dc90f07dd190ce2e4d7b1daec635ed02e6091116
"use strict";
const { enforce, guardCommonJs } = require("importspy/dist/guard.cjs");
const { values, variables } = require("importspy/dist/values.cjs");
enforce(
{"key":"app/src/config.ts#ee959e","package":"app","module":"src/config.ts","line":3,"alternatives":[{"conditions":[{"path":"env.PORT","expected":"a decimal number","optional":true,"readings":2,"is":0,"default":"3000"},{"path":"env.KEY","expected":"a string","optional":true,"is":0}]}]},
{ env: variables },
[
(input) => true,
],
);
exports.$env = values("app/src/config.ts#ee959e");
exports.$importspy = guardCommonJs(
undefined,
[],
"app/src/config.ts#ee959e",
);
