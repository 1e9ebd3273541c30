import { judge, simulate } from "importspy/testing";
import { beforeEach, expect, it, vi } from "vitest";

// Vitest keeps the modules that a test has loaded.
beforeEach(() => vi.resetModules());

it("has defaults, and hides the key", async () => {
  using _ = simulate({ os: "linux", env: { SESSION_KEY: "for tests", PORT: undefined, ORIGINS: "a.org, b.org" } });
  const { settings } = await import("./settings");
  expect(settings.PORT).toBe(3000);
  expect(settings.ORIGINS).toEqual(["a.org", "b.org"]);
  expect(settings.SESSION_KEY.reveal()).toBe("for tests");
  expect(`${settings.SESSION_KEY}`).toBe("[secret]");
});

it("does not load on Windows", async () => {
  using _ = simulate({ os: "win32", env: { SESSION_KEY: "for tests" } });
  await expect(import("./settings")).rejects.toMatchObject({ violations: [{ path: "os", found: '"win32"' }] });
});

// Compiles the project, when nothing of it is known yet.
it("says what is wrong without loading anything", { timeout: 30_000 }, () => {
  const { admitted, violations } = judge("src/settings.ts", {
    os: "darwin",
    env: { PORT: "99999", SESSION_KEY: undefined },
  });
  expect(admitted).toBe(false);
  expect(violations.map(({ path }) => path)).toEqual(["env.PORT", "env.SESSION_KEY"]);
});
