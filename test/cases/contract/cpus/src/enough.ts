/** @importspy { cpus: number & Minimum<1> } */
export {};
