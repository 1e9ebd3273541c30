/** Commands that start a project besides its scripts: container images and Procfile processes. */
import path from "node:path";
import type { ProjectFiles } from "../../project/files.js";

/** A command, and its place: `CMD of Dockerfile`. */
export interface Started {
  readonly place: string;
  readonly text: string;
}

const IMAGES = ["Dockerfile", "Dockerfile.prod", "Dockerfile.production", "Containerfile", "docker/Dockerfile"];

const quoted = (word: string) => (/^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** `["node", "dist/main.js"]` → `node dist/main.js`; `undefined` for a shell text. */
function wordsOf(text: string): string | undefined {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string")
      ? words.map(quoted).join(" ")
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Stage = Readonly<Partial<Record<"CMD" | "ENTRYPOINT", string>>>;

/**
 * The command of an image: that of its last stage, which may build on an earlier stage.
 * {@link https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact}
 */
function readImage(text: string): { readonly word: keyof Stage; readonly text: string } | undefined {
  const lines = text.replace(/^\s*#.*$\n?/gm, "").replace(/\\[^\S\n]*\n/g, " ");
  const stages = new Map<string, Stage>();
  let [name, stage]: [string, Stage] = ["", {}];
  for (const [, word = "", rest = ""] of lines.matchAll(/^[^\S\n]*(FROM|CMD|ENTRYPOINT)[^\S\n]+(.*\S)/gim)) {
    if (word.toUpperCase() === "FROM") {
      const [, base = "", own = ""] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest) ?? [];
      [name, stage] = [own.toLowerCase(), stages.get(base.toLowerCase()) ?? {}];
    } else stage = { ...stage, [word.toUpperCase()]: rest };
    stages.set(name, stage);
  }
  const { CMD: command, ENTRYPOINT: entry } = stage;
  const program = entry === undefined ? undefined : wordsOf(entry);
  if (entry === undefined)
    return command === undefined ? undefined : { word: "CMD", text: wordsOf(command) ?? command };
  // Docker ignores CMD after an ENTRYPOINT that is a shell text. A CMD that is a shell text is left out too.
  const passed = program === undefined || command === undefined ? undefined : wordsOf(command);
  return { word: "ENTRYPOINT", text: [program ?? entry, passed].filter(Boolean).join(" ") };
}

/** `web: node dist/main.js` */
function readProcfile(text: string): Started[] {
  return [...text.matchAll(/^([\w-]+):\s*(.*\S)/gm)].map(([, name, command]) => ({
    place: `process "${name}" of Procfile`,
    text: command!,
  }));
}

/**
 * The commands that start a package.
 *
 * @param files - The files of the project.
 * @param folder - The package's folder. Images are assumed to have the same layout.
 */
export function readStarted(files: ProjectFiles, folder: string): readonly Started[] {
  const images = IMAGES.flatMap((name): readonly Started[] => {
    const text = files.isFile(path.join(folder, name)) ? files.read(path.join(folder, name)) : undefined;
    const run = text === undefined ? undefined : readImage(text);
    return run ? [{ place: `${run.word} of ${name}`, text: run.text }] : [];
  });
  const procfile = path.join(folder, "Procfile");
  return files.isFile(procfile) ? [...images, ...readProcfile(files.read(procfile) ?? "")] : images;
}
