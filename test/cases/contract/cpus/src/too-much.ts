/** @importspy { cpus: number & Minimum<100000> } */
export {};
