/** @importspy { arch: "mipsel" } */
export const ready = true;
