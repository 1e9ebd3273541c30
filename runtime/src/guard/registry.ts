/**
 * The name under which all copies of this package share the contracts of a process. The number increases when the form
 * of the shared data changes, so that incompatible copies do not see each other.
 */
export const REGISTRY_NAME = "importspy.registry@3";
export const REGISTRY = Symbol.for(REGISTRY_NAME);
