// Behind the middleware, which lets nobody pass without a token.
export const GET = () => Response.json({ owner: "johndoe" });
