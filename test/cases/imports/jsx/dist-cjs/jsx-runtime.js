console.log("jsx-runtime: evaluated");
exports.jsx = (name, { children }) => `<${name}>${children}</${name}>`;
