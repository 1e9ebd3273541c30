/** The formats that importspy checks by itself, against typia's own. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { _isFormatUri, _isFormatUrl } from "importspy/dist/guard.mjs";
import { root } from "./project.ts";

/** typia's own check. */
async function checkOfTypia(name: string): Promise<(text: string) => boolean> {
  const file = path.join(root, `node_modules/typia/lib/internal/${name}.mjs`);
  return ((await import(pathToFileURL(file).href)) as Record<string, (text: string) => boolean>)[name]!;
}

const isUriForTypia = await checkOfTypia("_isFormatUri");
const isUrlForTypia = await checkOfTypia("_isFormatUrl");

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

describe("Format<'url'>", () => {
  it("admits what typia's own check admits, and refuses the rest", () => {
    const pieces = [
      "http://",
      "ftp://",
      "a",
      "user",
      ":",
      "::",
      "@",
      "a.bc",
      "10.0.0.1",
      "8.8.8.8",
      "80",
      "/",
      " ",
      "é",
      "-",
    ];
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((each) => `http://${each.join("")}`),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => assert.equal(_isFormatUrl(text), isUrlForTypia(text))),
      { numRuns: 20_000 },
    );
  });
});
