export const a = 1; // @importspy { os: "linux" }
/* @importspy { os: "linux" } */
/*
 * @importspy {
 *   os: "linux";
 * }
 */
/// @importspy { os: "linux" }
// Words first.
//   @importspy { os: "linux" }
/*
   @importspy
     { os: "linux" }
*/
