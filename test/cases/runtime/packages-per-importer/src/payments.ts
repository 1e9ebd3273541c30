/**
 * @importspy { packages: { pg: "^8.11" } } Each importer brings its own pg.
 */
console.log("payments: evaluated");
export const pay = (importer: string) => console.log(`paid by ${importer}`);
