import { importers } from "importspy";

interface Other {
  importer: { module: "src/b.ts" };
}

/** @importspy */
interface Host {
  importer: { module: "src/a.ts"; exports: { name: string } };
}

export const untyped = () => importers();
export const foreign = () => importers<Other>();
export const stored = importers;
export const first = await importers<Host>()[0]?.load();
export const all = await Promise.all(importers<Host>().map((importer) => importer.load()));
for await (const each of importers<Host>().map((importer) => importer.load())) console.log(each.name);
export const later = async () => (await importers<Host>()[0]?.load())?.name;
{
  const importers = () => 1;
  importers();
}
