/** Each shape of a union without some of its fields: what a screen says, where the rest is the same for all it says. */
export type Without<Union, Field extends PropertyKey> = Union extends unknown ? Omit<Union, Field> : never;
