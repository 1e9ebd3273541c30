import { judge, simulate } from "importspy/testing";

declare const test: (name: string, run: () => unknown, timeout?: number) => void;
declare const expect: (value: unknown) => {
  toBe(value: unknown): void;
  toEqual(value: unknown): void;
  rejects: { toThrow(text: string): Promise<void> };
};

test("in production it needs the key", async () => {
  const machine = simulate({ env: { NODE_ENV: "production", STRIPE_KEY: undefined } });
  await expect(import("./payments")).rejects.toThrow("env.STRIPE_KEY");
  machine.restore();
});

test("with the key it runs in production", async () => {
  const machine = simulate({ env: { NODE_ENV: "production", STRIPE_KEY: "for tests" } });
  expect((await import("./payments")).charge(1)).toBe("charged 1 cents");
  machine.restore();
});

// Compiles the project, when nothing of it is known yet.
test("what production would say is known without loading anything", () => {
  const { violations } = judge("src/payments.ts", { os: "win32", env: { NODE_ENV: "production" } });
  expect(violations.map(({ path }) => path)).toEqual(["env.STRIPE_KEY", "env.NODE_ENV"]);
}, 30_000);
