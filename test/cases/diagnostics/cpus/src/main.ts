/**
 * @importspy { cpus: "4" }
 * @importspy { cpus: number & Minimum<4> & Maximum<2> }
 * @importspy { cpus: { least: 4 } }
 * @importspy { cpu: number }
 */
export {};
