import cash from "../cash.cjs";
export { cash };
