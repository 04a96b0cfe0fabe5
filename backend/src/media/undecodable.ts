/** The bytes are not a picture, or not all of one. Trying again will not help. */
export class Undecodable extends Error {}

/** A picture that takes more time or memory than any real one of its size. */
export class TooHeavy extends Undecodable {}
