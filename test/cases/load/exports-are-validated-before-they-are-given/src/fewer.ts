console.log("never evaluated");
export const text = "t";
