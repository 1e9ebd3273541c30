/**
 * What the contracts of a process are known by, to all copies of this package. The number counts changes of what stands
 * there: copies that would misread each other know nothing of each other.
 */
export const REGISTRY_NAME = "importspy.registry@3";
export const REGISTRY = Symbol.for(REGISTRY_NAME);
