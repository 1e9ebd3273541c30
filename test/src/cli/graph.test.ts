/** `importspy graph`: its formats, what it escapes, and its page in a browser. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import type { LockedContract } from "importspy/dist/artifacts.cjs";
import { type Browser, chromium, type Page } from "playwright-core";
import { formatHtml } from "../../../transformer/dist/cli/commands/graph/formats/html.js";
import { formatSvg } from "../../../transformer/dist/cli/commands/graph/formats/svg.js";
import { formatDot, formatMermaid } from "../../../transformer/dist/cli/commands/graph/formats/text.js";
import { placeGroups } from "../../../transformer/dist/cli/commands/graph/layout.js";
import { createGraph } from "../../../transformer/dist/cli/commands/graph/model.js";
import { chromiumPath, skipsBrowser } from "../browser.ts";
import { createShop, importspy } from "./fixture.ts";

const contract = (
  module: string,
  importers: readonly string[],
  rest: Partial<LockedContract> = {},
): LockedContract => ({
  package: "shop",
  module,
  declaredIn: undefined,
  alternatives: [
    {
      terms: [
        { path: "os", optional: false, type: { kind: "values", members: [] } },
        { path: "runtime.node", optional: false, type: { kind: "range", range: ">=20" } },
      ],
      importer: undefined,
      note: undefined,
    },
  ],
  importers,
  ...rest,
});

const only = [
  {
    module: [
      { is: { base: "string", literal: "src/main.ts", steps: [], formats: [], patterns: [], own: [] }, not: [] },
    ],
  },
] as const;

/** Packages with folders with modules, as a real project has them. */
function createProject(contracts: number, importers: number): readonly LockedContract[] {
  const areas = ["billing", "catalogue", "search", "accounts", "shipping", "reports", "admin", "support"];
  const packages = ["@shop/api", "@shop/web", "@shop/jobs"];
  return Array.from({ length: contracts }, (_, index) => {
    const area = areas[index % areas.length]!;
    const mine = Array.from({ length: importers }, (_, at) => at)
      .filter((at) => at % contracts === index)
      .map(
        (at) => `${packages[at % packages.length]}/src/${areas[(index + (at % 3)) % areas.length]}/pages/page${at}.ts`,
      );
    return {
      ...contract(`src/${area}/${["client", "store", "queue", "mail"][index % 4]}${index}.ts`, mine),
      package: packages[index % packages.length]!,
      ...(index % 5 === 0 && { alternatives: [{ terms: [], importer: only, note: "Ask first." }] }),
    };
  });
}

async function pageOf(contracts: readonly LockedContract[]): Promise<string> {
  const graph = createGraph(contracts);
  return formatHtml(graph, await placeGroups(graph));
}

const HOSTILE = contract('src/</script><img src=x onerror="alert(1)">.ts', ['shop/src/"><b>a</b>`|\n&.ts'], {
  package: "shop",
});

describe("importspy graph", () => {
  it("draws the contracts of a build, and those that one file reaches", async () => {
    const shop = await createShop();
    try {
      const mermaid = await importspy(shop, ["graph", "dist", "--format", "mermaid"]);
      assert.equal(
        mermaid.stdout,
        `flowchart LR
  subgraph g0["shop/external modules"]
    n0["pg"]
  end
  subgraph g1["shop/src"]
    n1["deploy.ts"]
    n2["legacy.cts"]
    n3{{"payments.ts"}}
  end
  n4("shop/src/app.ts")
  n4 --> n0
  n4 --> n1
  n4 --> n2
  n4 --> n3
`,
      );
      assert.deepEqual([mermaid.code, mermaid.stderr], [0, ""]);
      const reached = await importspy(shop, ["graph", "--entry", "dist/deploy.js", "--format", "json"]);
      const { contracts } = JSON.parse(reached.stdout);
      assert.deepEqual(
        contracts.map(({ name, restricted, importers }: Record<string, unknown>) => [name, restricted, importers]),
        [["shop/src/deploy.ts", false, []]],
      );
      const all = await importspy(shop, ["graph", "--entry", "src/app.ts", "--format", "json"]);
      assert.deepEqual(
        JSON.parse(all.stdout).contracts.map(({ name, importers }: Record<string, unknown>) => [name, importers]),
        ["shop/pg", "shop/src/deploy.ts", "shop/src/legacy.cts", "shop/src/payments.ts"].map((name) => [
          name,
          ["shop/src/app.ts"],
        ]),
      );
      const written = await importspy(shop, ["graph", "dist", "-o", "graph.html"]);
      assert.deepEqual([written.code, written.stdout], [0, "graph.html is written: 4 contracts\n"]);
      const twice = await importspy(shop, ["graph", "dist"]);
      assert.equal(twice.stdout, await shop.read("graph.html"));
      const nothing = await importspy(shop, ["graph", "node_modules/pg"]);
      assert.equal(nothing.code, 2);
      assert.match(nothing.stderr, /^importspy graph: node_modules\/pg holds JavaScript without sidecars/);
    } finally {
      await shop.remove();
    }
  });

  it("works with no nodes, circular imports, and ten thousand nodes", async () => {
    assert.match(await pageOf([]), /There are no contracts\./);
    const circle = [contract("src/a/a.ts", ["shop/src/b/b.ts"]), contract("src/b/b.ts", ["shop/src/a/a.ts"])];
    const drawn = createGraph(circle);
    assert.equal((formatSvg(drawn, await placeGroups(drawn)).match(/class="edge"/g) ?? []).length, 2);
    const many = Array.from({ length: 1000 }, (_, index) =>
      contract(
        `src/f${index % 500}/m${index}.ts`,
        Array.from({ length: 9 }, (_, at) => `shop/src/f${(index * 7 + at) % 500}/i${index}-${at}.ts`),
      ),
    );
    const page = await pageOf(many);
    assert.equal((page.match(/class="card"/g) ?? []).length, 1000);
    assert.ok(page.includes("1,000 contracts, 0 restricted, 9,000 importers"));
  });

  it("escapes markup in names, in every format", async () => {
    const graph = createGraph([HOSTILE]);
    const html = await pageOf([HOSTILE]);
    assert.equal(html.split("<script").length, 3);
    assert.equal(html.split("</script>").length, 3);
    assert.doesNotMatch(html, /<img|<b>/);
    assert.doesNotMatch(formatMermaid(graph).replaceAll("-->", ""), /[<>`|]/);
    assert.ok(
      formatMermaid(graph).includes('n0["script#62;#60;img src#61;x onerror#61;#34;alert#40;1#41;#34;#62;.ts"]'),
    );
    assert.ok(formatDot(graph).includes('"shop/src/</script><img src=x onerror=\\"alert(1)\\">.ts"'));
    assert.equal(
      formatDot(graph)
        .split("\n")
        .filter((line) => line.includes("->")).length,
      1,
    );
  });
});

describe("the page of importspy graph, in a browser", { skip: skipsBrowser }, () => {
  let browser: Browser | undefined;
  let folder: string | undefined;
  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function open(contracts: readonly LockedContract[], colorScheme: "light" | "dark" = "light"): Promise<Page> {
    browser ??= await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
    folder ??= await mkdtemp(path.join(os.tmpdir(), "importspy-graph-"));
    const file = path.join(folder, `page${Math.random()}.html`);
    await writeFile(file, await pageOf(contracts));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
    page.on("pageerror", (error) => assert.fail(error));
    page.on("request", (request) => assert.match(request.url(), /^file:/));
    await page.goto(pathToFileURL(file).href);
    if (process.env.SCREENSHOT)
      await page.screenshot({ path: `${process.env.SCREENSHOT}-${contracts.length}-${colorScheme}.png` });
    return page;
  }

  it("can be used with the keyboard only", async () => {
    const page = await open(createProject(200, 2000));
    await page.keyboard.press("/");
    await page.keyboard.type("store5.ts");
    assert.equal(await page.locator("#status").textContent(), "1 of 200");
    assert.equal(await page.locator(".card:not(.dim)").count(), 1);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    assert.match((await page.locator("#panel h2").textContent())!, /src\/reports\/store5\.ts$/);
    assert.match(
      (await page.locator("#panel").textContent())!,
      /Restricted: only some may import it\..*importer: .*Ask first\..*Imported by 10/,
    );
    assert.ok((await page.locator(".edge.chosen").count()) > 0);
    assert.ok((await page.locator("#panel details li").count()) === 10);
    if (process.env.SCREENSHOT) await page.screenshot({ path: `${process.env.SCREENSHOT}-open.png` });
    await page.keyboard.press("Escape");
    assert.ok(await page.locator("#panel").isHidden());
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".card.dim").count(), 0);
  });

  it("shows importers of a folder only after they are expanded", async () => {
    const page = await open(createProject(40, 900));
    await page.locator(".group .head", { hasText: "pages" }).first().click();
    const details = page.locator("#panel details").first();
    assert.equal(await details.locator("li").first().isVisible(), false);
    await details.locator("summary").click();
    assert.ok(await details.locator("li").first().isVisible());
  });

  it("supports light and dark mode, prints without controls, and runs no code from names", async () => {
    const page = await open([HOSTILE], "dark");
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    assert.equal(await ground(), "rgb(17, 22, 28)");
    await page.locator(".card").click();
    assert.equal(await page.locator("img, b").count(), 0);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    assert.equal(await ground(), "rgb(255, 255, 255)");
    assert.ok(await page.locator("header button").first().isHidden());
    assert.ok(await page.locator("svg").isVisible());
  });
});
