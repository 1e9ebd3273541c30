import type { Command } from "../../../cli.js";

/**
 * `importspy completion`.
 *
 * @param commands - The commands of this package, including this one.
 */
export const createCompletion = (commands: () => readonly Command[]): Command => ({
  name: "completion",
  summary: "Print the completion script of a shell",
  operands: "<bash|zsh|fish>",
  operandChoices: ["bash", "zsh", "fish"],
  options: {},
  examples: [
    { command: "source <(importspy completion bash)", description: "in ~/.bashrc" },
    { command: "source <(importspy completion zsh)", description: "in ~/.zshrc, after compinit" },
    { command: "importspy completion fish | source", description: "in ~/.config/fish/config.fish" },
  ],
  async run(context) {
    const { print } = await import("./print.js");
    return print(context, commands());
  },
});
