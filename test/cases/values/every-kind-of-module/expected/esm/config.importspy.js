// importspy 0.1.0 sha256:6be7ca2c8e449ec3dad5d8ed8ee9aedecc68152c15b8f8d59b864241508c0ac6
import { enforce, guard } from "importspy/dist/guard.mjs";
import { values, variables } from "importspy/dist/values.mjs";
enforce(
{"key":"app/src/config.ts#ee959e","package":"app","module":"src/config.ts","line":3,"alternatives":[{"conditions":[{"path":"env.PORT","expected":"a decimal number","optional":true,"readings":2,"is":0,"default":"3000"},{"path":"env.KEY","expected":"a string","optional":true,"is":0}]}]},
{ env: variables },
[
(input) => true,
],
);
export const $env = values("app/src/config.ts#ee959e");
export const $importspy = guard();
