// importspy 0.1.0 sha256:0bcbbad3516935f26ad06ebf5eaa3b2723477ffb5e147c33dd03252497899840
import { enforce, guard } from "importspy/dist/guard.mjs";
import { allVariables, values } from "importspy/dist/values.mjs";
enforce(
{"key":"app/src/config.ts#ee959e","package":"app","module":"src/config.ts","line":3,"alternatives":[{"conditions":[{"path":"env.PORT","expected":"a decimal number","optional":true,"readings":2,"is":0,"default":"3000"},{"path":"env.KEY","expected":"a string","optional":true,"is":0}],"read":1}]},
{ env: allVariables },
[
(input) => true,
(env, is, v, t, n) => (("string" === typeof (t = env.PORT ?? Object.hasOwn(env, "PORT")) && /^-?\d+(\.\d+)?$/.test(t) && (n = +t) * 0 === 0 && ((v.PORT = n), true)) || (("string" !== typeof t || !t) && ((v.PORT = 3000), true))) && ("string" !== typeof (t = env.KEY ?? Object.hasOwn(env, "KEY")) || (((v.KEY = t), true)) || !t),
],
);
export const $env = values("app/src/config.ts#ee959e");
export const $importspy = guard();
