/** Raised with every change of the wire; a client that names another is told to reload. `version.lock.json` holds it to that. */
export const CONTRACT_VERSION = 28;
