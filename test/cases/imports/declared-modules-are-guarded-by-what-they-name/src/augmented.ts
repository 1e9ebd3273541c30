console.log("augmented: evaluated");
export interface Price {
  cents: number;
}
export const name = "augmented";
