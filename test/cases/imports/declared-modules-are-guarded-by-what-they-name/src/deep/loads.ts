export const loads = {
  "from another folder": () => import("../augmented.js"),
  "another of that name": () => import("./augmented.js"),
};
