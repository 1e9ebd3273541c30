/**
 * A reporter of `node --test` beside the one that people read: a test run fails where anything that it prints has a secret
 * of a test in it, be it of a test file, of a process that inherits its streams, or in the message of a failure.
 *
 * @module
 */
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";
import { SECRET } from "./secrets.ts";

/** What an event adds to the output of the run. */
function printedBy({ type, data }: TestEvent): string {
  if (type === "test:stdout" || type === "test:stderr" || type === "test:diagnostic") return data.message;
  if (type === "test:fail") return inspect(data.details.error, { depth: 9 });
  return type === "test:pass" ? data.name : "";
}

export default async function* findSecrets(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const found = new Set<string>();
  /** The end of what each file printed last: a secret may arrive in two pieces. */
  const ends = new Map<string, string>();
  for await (const event of events) {
    const file = (event.data && "file" in event.data && event.data.file) || "a test";
    const printed = printedBy(event);
    const text = (ends.get(file) ?? "") + printed;
    if (printed) ends.set(file, text.slice(-16));
    for (const [sign] of text.matchAll(SECRET)) found.add(`${sign} in what ${file} printed`);
  }
  if (!found.size) return;
  process.exitCode = 1;
  yield `secrets of tests are in the output of the run:\n${[...found].join("\n")}\n`;
}
