import { charge } from "./payments";

declare const test: (name: string, run: () => void) => void;

test("charges", () => {
  if (charge(1) !== "charged 1 cents") throw new Error(charge(1));
});
