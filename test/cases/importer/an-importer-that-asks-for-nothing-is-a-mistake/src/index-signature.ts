/** @importspy { importer: Record<string, string> } */
export {};
