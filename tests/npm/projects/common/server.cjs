const keyward = require("keyward");
const pool = require("keyward/pool");

import("./suite.mjs").then(async ({ runAll }) => console.log(JSON.stringify(await runAll(keyward, pool))));
