const { writeFileSync } = require("node:fs");
