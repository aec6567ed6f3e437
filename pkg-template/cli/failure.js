// Why there is no answer. Nothing else is here, so that whoever only wants to say so loads no wasm.

/** A sentence for the person at the keyboard: no stack is shown. */
export class Failure extends Error {}
