export const free = true;
