/** @importspy { env: { TOKEN: string } } */
const onlyAScript = true;
