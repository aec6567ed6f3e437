// Whether the page comes from the machine that it is shown on: somebody tries it, and nobody else sees what is filled in.

export const onLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
