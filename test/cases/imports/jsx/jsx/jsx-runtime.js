console.log("jsx-runtime: evaluated");
export const jsx = (name, { children }) => `<${name}>${children}</${name}>`;
