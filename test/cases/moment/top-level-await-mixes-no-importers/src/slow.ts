console.log("slow: begins");
for (let turn = 0; turn < 3; turn++) await Promise.resolve();
console.log("slow: evaluated");
export const slow = 1;
