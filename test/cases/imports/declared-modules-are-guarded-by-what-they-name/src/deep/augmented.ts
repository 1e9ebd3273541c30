// Another module of the same name, seen from here.
export const name = "the other one";
