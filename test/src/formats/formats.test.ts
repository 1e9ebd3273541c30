/** The formats that importspy checks by itself, against typia's own. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import * as formats from "importspy/dist/formats.mjs";
import { _isFormatUri, _isFormatUrl } from "importspy/dist/guard.mjs";
import { root } from "../project.ts";

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
  it("agrees with typia's own check", () => {
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

  it("refuses an address with leading zeros, as RFC 3986 does", () => {
    assert.equal(_isFormatUri("a://[::ffff:01.2.3.4]"), false);
  });
});

describe("Format<'url'>", () => {
  it("agrees with typia's own check", () => {
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

describe("formats that typia checks differently from their standards", () => {
  /** Texts that a format admits, and texts that it refuses. */
  const TEXTS: Readonly<Record<string, readonly [admitted: readonly string[], refused: readonly string[]]>> = {
    Byte: [
      ["", "AAAA", "AA==", "ab+/"],
      ["AAAA\nAAAA", "####\nAAAA", "A"],
    ],
    Date: [
      ["2024-02-29", "2000-02-29", "0000-02-29", "0099-12-31"],
      ["2023-02-29", "1900-02-29", "2024-04-31", "2024-00-01", "2024-01-00"],
    ],
    DateTime: [
      ["2024-02-29T12:30:00Z", "2024-02-29 12:30:00.1234567890+01:00"],
      ["2024-02-30T12:30:00Z", "2024-02-29\t12:30:00Z", "2024-02-29T23:59:60Z"],
    ],
    IdnHostname: [
      ["localhost", "münchen", "xn--p1ai", "日本.jp."],
      ["", ".", "-é", "é-", "日\u3000本", "a..b", "é".repeat(64)],
    ],
    Iri: [
      ["http://ü.de/ö?\ue000#ü", "a:"],
      ["ö", "http://x/\ue000", "a:[", "é:a"],
    ],
    IriReference: [
      ["", "ö/ü", "//ü", "?\ue000"],
      ["\ufffe", "1:2", "a b"],
    ],
    UriReference: [
      ["", "./1:2", "//[::1]:80/", "#f"],
      ["1:2", ":a", "//h:x", '"', "é"],
    ],
    UriTemplate: [
      ["/a{/b.c,d*}{?e:10}", "é"],
      ["{a..b}", "{a:0}", "{", "%4"],
    ],
  };
  for (const [name, [admitted, refused]] of Object.entries(TEXTS)) {
    it(name, () => {
      const is = (formats as Readonly<Record<string, (text: string) => boolean>>)[`_isFormat${name}`]!;
      assert.deepEqual(
        admitted.filter((text) => !is(text)),
        [],
      );
      assert.deepEqual(refused.filter(is), []);
    });
  }
});
