export const paid = import("../index.js").then(({ pay }) => pay());
