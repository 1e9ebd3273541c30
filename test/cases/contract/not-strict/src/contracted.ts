/** @importspy { env: { A: string; B?: number; C: number | undefined; D: "d"; E: boolean | "auto"; F?: boolean; G?: number & Minimum<3> } } */
export const ready = true;
