// importspy 0.1.0 sha256:95a60e4f289f726c53229b03be9e8c7e509347993de1d7660e54f755761cf226
"use strict";
const { _isFormatEmail, enforce, env, guard } = require("importspy/dist/guard.cjs");
const { _isFormatHostname } = require("importspy/dist/formats.cjs");
enforce(
{"key":"app/src/mail.cts","package":"app","module":"src/mail.cts","line":1,"alternatives":[{"conditions":[{"path":"env.SENDER","expected":"an email","is":0},{"path":"env.RELAY","expected":"a hostname","is":1}]}]},
{ env },
[
_isFormatEmail,
_isFormatHostname,
],
);
exports.$importspy = guard();
