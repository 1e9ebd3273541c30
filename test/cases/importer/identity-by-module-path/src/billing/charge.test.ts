export const later = () => import("../payments.js");
