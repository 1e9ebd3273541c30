export const later = undefined;
