console.log("lazy:", (await import("./pay.js")).charge);
export {};
