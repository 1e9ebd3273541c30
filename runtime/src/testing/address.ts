/** The query of a module that is loaded in a simulation. It makes Node.js evaluate the module again. */
const QUERY = /[?&]simulated=(\d+)/;

/** The location of this package. Its own files are never loaded twice. */
export interface Places {
  readonly own: string;
}

/** The part of a resolution that is used. */
interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
}

/**
 * Adds a query to modules that are imported during a simulation, so that Node.js evaluates them again: `payments.js` →
 * `payments.js?simulated=1`. A module with the query passes it on to its imports. Installed packages are loaded once.
 *
 * @param resolved - The result of Node.js.
 * @param parent - The importing module.
 * @param simulation - The number of the simulation; 0 for none.
 * @param places - The location of this package.
 */
export function simulatedAddress<Found extends Resolved>(
  resolved: Found,
  parent: string | undefined,
  simulation: number,
  { own }: Places,
): Found {
  const { url } = resolved;
  const isOfUser = (address: string) =>
    address.startsWith("file:") && !address.includes("/node_modules/") && !address.startsWith(own);
  if (parent === undefined || !isOfUser(parent) || !isOfUser(url) || QUERY.test(url)) return resolved;
  const number = QUERY.exec(parent)?.[1] ?? (simulation || undefined);
  if (number === undefined || /^json|^wasm/.test(resolved.format ?? "")) return resolved;
  const { search } = new URL(url);
  return { ...resolved, url: `${url}${search ? "&" : "?"}simulated=${number}` };
}
