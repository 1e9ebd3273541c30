// importspy 0.1.0 sha256:69429c80300c2d0ab3a8a74fed18868d69d369b43c647a6c71f1305abbc8f63e
import { _isFormatUrl, enforce, env, guard } from "importspy/dist/guard.mjs";
import { _isFormatDate, _isFormatIpv6 } from "importspy/dist/formats.mjs";
enforce(
{"key":"app/src/server.ts#adf5b1","package":"app","module":"src/server.ts","line":2,"alternatives":[{"conditions":[{"path":"env.PUBLIC_URL","expected":"a url","is":0},{"path":"env.BIND","expected":"an IPv6 address","is":1},{"path":"env.SINCE","expected":"a date","optional":true,"is":2}]}]},
{ env },
[
_isFormatUrl,
_isFormatIpv6,
_isFormatDate,
],
);
export const $importspy = guard();
