/** What tells a module that is loaded in a simulation from the same one before it. */
const QUERY = /[?&]simulated=(\d+)/;

/** Where this package is: its own files are never loaded twice. */
export interface Places {
  readonly own: string;
}

/** The part of a resolution that tells what is loaded. */
interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
}

/**
 * Hands the query of a simulated module on to what it imports, and gives one to what others import while facts are
 * simulated: `payments.js` → `payments.js?simulated=1`. Installed packages are loaded once.
 *
 * @param resolved - What Node.js resolved.
 * @param parent - The importing module.
 * @param simulation - The number of what is simulated; 0 for nothing.
 * @param places - Where this package is.
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
