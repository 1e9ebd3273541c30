const another = { require: (name: string) => name };

export const common = {
  "module.require": () => module.require("legacy"),
  "require of parentheses": () => require(("legacy")),
  "a require that is none": () => another.require("legacy"),
  "a module that is none": ((module) => () => module.require("legacy"))(another),
};
