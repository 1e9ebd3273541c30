import importspy from "@importspy/transformer/vite";

export default { plugins: [importspy()] };
