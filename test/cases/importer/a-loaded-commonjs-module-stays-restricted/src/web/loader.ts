/** Loads what another file names, with that file's `require`. */
export const loadWith = (load: (name: string) => unknown, name: string) => load(name);
export const held: { load?: (name: string) => unknown } = {};
export const loaders = new Map<string, (name: string) => unknown>();
