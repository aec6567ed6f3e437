// Tokens are computed alike in every engine.
export function chooseKernel() {}
