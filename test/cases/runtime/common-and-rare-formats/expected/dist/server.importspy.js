// importspy 0.1.0 sha256:ae89e184f4da6f0d7b9a544eb134b510df02e7368cae5b1d758848f6763b5863
import { _isFormatUrl, enforce, env, guard } from "importspy/dist/guard.mjs";
import { _isFormatDate, _isFormatIpv6 } from "importspy/dist/formats.mjs";
enforce(
{"key":"app/src/server.ts","package":"app","module":"src/server.ts","line":2,"alternatives":[{"conditions":[{"path":"env.PUBLIC_URL","expected":"a url","is":0},{"path":"env.BIND","expected":"an IPv6 address","is":1},{"path":"env.SINCE","expected":"a date","optional":true,"is":2}]}]},
{ env },
[
_isFormatUrl,
_isFormatIpv6,
_isFormatDate,
],
);
export const $importspy = guard();
