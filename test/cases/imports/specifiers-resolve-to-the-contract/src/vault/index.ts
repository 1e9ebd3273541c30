/** @importspy { env: { TOKEN: Secret } } */
export const open = () => "open";
