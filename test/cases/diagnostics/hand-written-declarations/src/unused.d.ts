/** @importspy { env: { UNUSED: "yes" } } */
export declare const unused: number;
