// Stands for better-sqlite3 in the bundles: its code, with the binary taken straight from where npm has put it. Asking
// for a package by its name would take longer than the query that `status` makes.

const { existsSync } = require("node:fs");
const path = require("node:path");
const createDatabase = require("../node_modules/better-sqlite3/lib/database.js");

let addon = null;

/** Below dagtop, or beside it. */
function packageFolder() {
  const near = ["../node_modules/better-sqlite3", "../../better-sqlite3"];
  const found = near.map((each) => path.join(__dirname, each)).find((each) => existsSync(each));
  return found ?? path.dirname(require.resolve("better-sqlite3/package.json"));
}

function load() {
  const prebuilds = path.join(packageFolder(), "prebuilds");
  try {
    return require(path.join(prebuilds, `linux-${process.arch}.node`));
  } catch (error) {
    if (error.code !== "ERR_DLOPEN_FAILED") throw error;
    return require(path.join(prebuilds, `linuxmusl-${process.arch}.node`));
  }
}

module.exports = createDatabase(() => (addon ??= load()));
module.exports.SqliteError = require("../node_modules/better-sqlite3/lib/sqlite-error.js");
