#!/usr/bin/env node
"use strict";
const fs = require("node:fs");
const { join } = require("node:path");

/** Reads a file. Blank lines go. */
function read(path) {
  function local() {
    return 1;
  }
  return fs.readFileSync(path, "utf8").split("\n").filter((line) => line && local());
}

function* ids() {
  yield "first of the ids";
}

class Cache extends Map {
  static #made = 0;
  limit = 10;

  constructor(limit) {
    super();
    this.limit = limit;
  }

  get(key) {
    return super.get(key) ?? null; // null
  }

  onFull = () => {
    this.clear();
    Cache.#made += 1;
  };
}

exports.write = function (path, text) {
  fs.writeFileSync(join(".", path), text);
  return text.length;
};

let a = 1, b = [
  1,
  2,
  3,
];

if (require.main === module) {
  console.log(read(process.argv[2]));
}

module.exports.Cache = Cache;
