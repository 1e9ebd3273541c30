export const make = (account: import("./payments.js").Account): typeof import("./payments.js").pay => () => (account ? 1 : 0);
