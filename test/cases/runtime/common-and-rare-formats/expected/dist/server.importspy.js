// importspy 0.1.0 sha256:52a10267c36fe9e207a587340bca4e17e4fc8eec9ecb7ac088bb253459447a9b
import { _isFormatUrl, enforce, env, guard } from "importspy/dist/guard.mjs";
import { _isFormatDate, _isFormatIpv6 } from "importspy/dist/formats.mjs";
enforce({
  package: "app",
  module: "src/server.ts",
  line: 2,
  judges: { env },
  alternatives: [
    {
      conditions: [
        { path: "env.PUBLIC_URL", expected: "a url", is: _isFormatUrl },
        { path: "env.BIND", expected: "an IPv6 address", is: _isFormatIpv6 },
        { path: "env.SINCE", expected: "a date", optional: true, is: _isFormatDate },
      ],
    },
  ],
});
export const $importspy = guard();
