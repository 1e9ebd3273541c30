/** @importspy { env: { TOKEN: Secret } } */
console.log("page: evaluated");
export const page = <h1 title="a">{"text"}</h1>;
