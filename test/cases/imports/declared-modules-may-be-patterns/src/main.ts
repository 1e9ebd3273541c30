const all: Record<string, () => Promise<{ name: string }>> = {
  "no pattern": () => import("legacy"),
  "a pattern": () => import("legacy/a.js"),
  "a pattern, with declarations": () => import("legacy/typed.js"),
  "the longer pattern": () => import("legacy/deep/b.js"),
};
for (const [title, load] of Object.entries(all)) {
  try {
    console.log(`${title}: ${(await load()).name}`);
  } catch (error) {
    console.log(`${title}: ${String(error).split("\n").slice(0, 3).join("")}`);
  }
}
