/** @importspy { env: { LEGACY: "yes" } } */
export declare const legacy: number;
