// importspy 0.1.0 sha256:68e72967a28bd78c6ed69b789ea828f46f75d129482a0b45ccb31d71ccfc9f31
"use strict";
const { _isFormatEmail, enforce, env, guardCommonJs } = require("importspy/dist/guard.cjs");
const { _isFormatHostname } = require("importspy/dist/formats.cjs");
enforce(
{"key":"app/src/mail.cts#b245f1","package":"app","module":"src/mail.cts","line":1,"alternatives":[{"conditions":[{"path":"env.SENDER","expected":"an email","is":0},{"path":"env.RELAY","expected":"a hostname","is":1}]}]},
{ env },
[
_isFormatEmail,
_isFormatHostname,
],
);
exports.$importspy = guardCommonJs(
undefined,
[],
"app/src/mail.cts#b245f1",
);
