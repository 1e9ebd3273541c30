import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

it("refuses without its variable", async () => {
  await expect(import("../src/greetings")).rejects.toThrow(/env\.GREETING +expected "hello" \| "ciao"/);
});

it("greets", async () => {
  vi.stubEnv("GREETING", "ciao");
  const { greet } = await import("../src/greetings");
  expect(greet("test")).toBe("ciao, test");
});
