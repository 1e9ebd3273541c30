export const name = "hello, name";
