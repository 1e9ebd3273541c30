export const free = () => "free";
export const Free = free;
