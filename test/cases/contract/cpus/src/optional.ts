/** @importspy { cpus?: number & Minimum<1> & Maximum<99999> } */
export {};
