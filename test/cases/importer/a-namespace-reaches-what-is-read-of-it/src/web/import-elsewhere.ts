export const lazy = () => import("../index.js");
