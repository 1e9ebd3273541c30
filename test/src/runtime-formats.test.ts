/** The formats that importspy checks by itself, against typia's own. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { _isFormatUri } from "importspy/dist/guard.mjs";
import { root } from "./project.ts";

const typia = path.join(root, "node_modules/typia/lib/internal/_isFormatUri.mjs");
const { _isFormatUri: isUriForTypia } = (await import(pathToFileURL(typia).href)) as {
  _isFormatUri: (text: string) => boolean;
};

/** Pieces of which URIs are made, and some that spoil them. */
const PIECES = [
  ...["http:", "postgres:", "urn:", "a", "/", "//", "?", "#", "@", ":", "[", "]", "localhost", "a.b", "80", "_", "-"],
  ...[
    "::",
    "::1",
    "fe80::1",
    "1:2:3:4:5:6:7:8",
    "::ffff:1.2.3.4",
    "1.2.3.4",
    "v1.x",
    "%20",
    "%zz",
    "~",
    "é",
    " ",
    "\n",
  ],
];

describe("Format<'uri'>", () => {
  it("admits what typia's own check admits, and refuses the rest", () => {
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join("")),
      fc.webUrl({ validSchemes: ["http", "x-y", "postgres"], withFragments: true, withQueryParameters: true }),
      fc.ipV6().map((address) => `a://user@[${address}]:80/x`),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => assert.equal(_isFormatUri(text), isUriForTypia(text))),
      { numRuns: 20_000 },
    );
  });

  it("takes an address with leading zeros for none, as RFC 3986 does", () => {
    assert.equal(_isFormatUri("a://[::ffff:01.2.3.4]"), false);
  });
});
