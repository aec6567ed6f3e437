// Vitest takes what a package has for Node. Who tests components often has it take what is for browsers.
export default { resolve: process.env.AS_BROWSER ? { conditions: ["browser"] } : {} };
