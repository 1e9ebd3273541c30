// importspy 0.1.0 sha256:e65cb5f699b1a925dafcb2ca6cc6d7e0ca1cf9065b1b1bcbb408d9c536fd9390
"use strict";
const { enforce, guardCommonJs } = require("importspy/dist/guard.cjs");
const { allVariables, values } = require("importspy/dist/values.cjs");
enforce(
{"key":"app/src/config.ts#ee959e","package":"app","module":"src/config.ts","line":3,"alternatives":[{"conditions":[{"path":"env.PORT","expected":"a decimal number","optional":true,"readings":2,"is":0,"default":"3000"},{"path":"env.KEY","expected":"a string","optional":true,"is":0}],"read":1}]},
{ env: allVariables },
[
(input) => true,
(env, is, v, t, n) => (("string" === typeof (t = env.PORT ?? Object.hasOwn(env, "PORT")) && /^-?\d+(\.\d+)?$/.test(t) && (n = +t) * 0 === 0 && ((v.PORT = n), true)) || (("string" !== typeof t || !t) && ((v.PORT = 3000), true))) && ("string" !== typeof (t = env.KEY ?? Object.hasOwn(env, "KEY")) || (((v.KEY = t), true)) || !t),
],
);
exports.$env = values("app/src/config.ts#ee959e");
exports.$importspy = guardCommonJs(
undefined,
[],
"app/src/config.ts#ee959e",
);
