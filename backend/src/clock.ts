/** The server's clock: the one place that asks what time it is, so that a test may hand in another. */
export type Clock = () => Date;
export const now: Clock = () => new Date();
