import { isRecord } from "../../project/manifest.js";
import type { StepContext } from "./steps.js";

/** The strings of a JSON list. */
export const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

/** A JSON file, with or without comments; empty when it does not exist. */
export function readJson({ project: { files, typescript } }: StepContext, fileName: string): Record<string, unknown> {
  const text = files.read(fileName);
  const config: unknown = text === undefined ? undefined : typescript.parseConfigFileTextToJson(fileName, text).config;
  return isRecord(config) ? config : {};
}

/** The workspace root: the folder of the package that was asked about. */
export const rootOf = ({ project }: StepContext): string => project.packages[0].manifest.folder;
