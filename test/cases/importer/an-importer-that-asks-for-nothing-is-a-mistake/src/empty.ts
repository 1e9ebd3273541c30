/** @importspy { importer: {} } */
export {};
