// importspy 0.1.0 sha256:d8d5c6c8a0b28c2238d57554f2bde2266bd834f057843b3af4b528a1d5b3ea88
"use strict";
const { _isFormatEmail, enforce, env, guard } = require("importspy/dist/guard.cjs");
const { _isFormatHostname } = require("importspy/dist/formats.cjs");
enforce({
  package: "app",
  module: "src/mail.cts",
  line: 1,
  judges: { env },
  alternatives: [
    {
      conditions: [
        { path: "env.SENDER", expected: "an email", is: _isFormatEmail },
        { path: "env.RELAY", expected: "a hostname", is: _isFormatHostname },
      ],
    },
  ],
});
exports.$importspy = guard();
