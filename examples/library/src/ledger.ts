console.log("ledger is evaluated");
export const record = (cents: number) => `recorded ${cents}`;
