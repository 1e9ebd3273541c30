/** @importspy { runtime: { "edge-light": true }; env: { RATE: "1" | "2" } } */
console.log("rates is evaluated");

export const rate = process.env.RATE;
