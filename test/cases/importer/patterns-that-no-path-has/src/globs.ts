/** @importspy { importer: { module: "src/**" } }
 * @importspy { importer: { package: "web"; module: "./src/*\/api/**\/*.ts" } } */
export const a = 1;
