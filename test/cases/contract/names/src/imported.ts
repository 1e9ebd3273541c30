// Used by the contract only: neither "unused" nor kept in the output.
import { type InRegion, type Region as Place, queue } from "./regions.js";

/**
 * @importspy {InRegion & typeof queue & { env: { REGION: Place } }} The one who asks
 *   will be told.
 */
export const ready = true;
