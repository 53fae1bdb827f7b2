// Loaded before the program: counts each call by which a process changes anything outside itself (files, processes, sockets, the
// database), and kills the process before one of them. Between two such calls nobody else can tell the
// difference, so "before each of them" is every moment at which a kill can matter.
//
// The folder that it is given holds `hits`, a line "ROLE LABEL" per call, and `kill`, "ROLE LABEL K": the K-th call with that label
// of a process with that role is not made. It happens once: then there is `killed`.

const child = require("node:child_process");
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");
const path = require("node:path");

const raw = { append: fs.appendFileSync, exists: fs.existsSync, read: fs.readFileSync };

module.exports = function faultsIn(folder) {
  const file = (name) => path.join(folder, name);
  const role =
    process.argv[2] === "step" ? `step-${process.env.DAGTOP_STAGE}` : (process.argv[2] ?? "none");
  const calls = new Map();
  let isCounting = false;

  function point(label) {
    if (isCounting) return;
    isCounting = true;
    const call = (calls.get(label) ?? 0) + 1;
    calls.set(label, call);
    const wanted = raw.exists(file("kill")) ? raw.read(file("kill"), "utf8") : "";
    if (wanted === `${role} ${label} ${call}` && !raw.exists(file("killed"))) {
      raw.append(file("killed"), label);
      process.kill(process.pid, "SIGKILL");
    }
    raw.append(file("hits"), `${role} ${label}\n`);
    isCounting = false;
  }

  const plain = (name) => path.basename(String(name)).replaceAll(/[0-9a-f-]{30,}|\d+/g, "N");
  function before(object, name, labelOf) {
    const own = object[name];
    object[name] = function (...args) {
      const label = labelOf(...args);
      if (label !== null) point(label);
      return Reflect.apply(own, this, args);
    };
  }

  const ofFile = [
    "appendFile",
    "chmod",
    "copyFile",
    "mkdir",
    "rm",
    "unlink",
    "utimes",
    "writeFile",
  ];
  for (const name of ofFile) {
    before(fs, `${name}Sync`, (target) => `${name} ${plain(target)}`);
    before(fs.promises, name, (target) => `${name} ${plain(target)}`);
  }
  for (const name of ["rename", "link", "symlink"]) {
    before(fs, `${name}Sync`, (_from, to) => `${name} ${plain(to)}`);
    before(fs.promises, name, (_from, to) => `${name} ${plain(to)}`);
  }
  const opened = (target, flags = "r") => (flags === "r" ? null : `open ${plain(target)}`);
  before(fs, "openSync", opened);
  before(fs.promises, "open", opened);
  before(fs, "fsyncSync", () => "fsync");
  before(fs, "writeSync", () => "write");
  before(child, "spawn", (program) => `spawn ${plain(program)}`);
  before(process, "kill", (_pid, signal) => (signal === 0 ? null : `kill ${signal}`));
  before(net.Socket.prototype, "write", function () {
    return "send";
  });

  const open = process.dlopen.bind(process);
  process.dlopen = function (module, ...args) {
    const answer = open(module, ...args);
    const { Statement, Database } = module.exports;
    if (Statement !== undefined) sqlite(Statement.prototype, Database.prototype);
    return answer;
  };

  function sqlite(statement, database) {
    const run = statement.run;
    statement.run = function (...args) {
      const isOpen = this.database.inTransaction;
      const words = this.source.trim().split(/\s+/);
      if (words[0] === "COMMIT" || (!isOpen && words[0] !== "BEGIN"))
        point(words.slice(0, 3).join(" "));
      return Reflect.apply(run, this, args);
    };
    before(database, "exec", (sql) => sql.trim().split(/\s+/).slice(0, 3).join(" "));
  }

  process.on("exit", () => point("exit"));
  syncBuiltinESMExports();
};
