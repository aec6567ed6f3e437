// The packages to compare with that run wherever WebCrypto is.
export * as jose from "jose";
export * as hono from "hono/jwt";
export { default as tsndr } from "@tsndr/cloudflare-worker-jwt";
