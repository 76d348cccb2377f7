/** Takes a lock that ends with its owner, however that ends; null if somebody else holds it. */
export type TakeLock = (file: string) => (() => void) | null;
