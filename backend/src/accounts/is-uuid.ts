const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for an id as we write them; anything else names nothing and must not reach a query or a path. */
export const isUuid = (text: string): boolean => UUID.test(text);
