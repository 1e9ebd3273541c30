import * as importspy_1 from "./imported.importspy.js";
importspy_1.$importspy();
/**
 * @importspy {InRegion & typeof queue & { env: { REGION: Place } }} The one who asks
 *   will be told.
 */
export const ready = true;
