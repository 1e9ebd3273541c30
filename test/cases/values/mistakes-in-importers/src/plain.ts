import { importers } from "importspy";

export const none = () => importers<{ importer: { module: "src/a.ts" } }>();
