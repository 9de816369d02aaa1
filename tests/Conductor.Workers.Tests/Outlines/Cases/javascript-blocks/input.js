import a from "a";
(function (root) {
  var cache = {};
  cache.x = 1;
  for (const k of root) {
    cache[k] = root[k];
    cache[k] = root[k];
    cache[k] = root[k];
  }
  function inner(x) {
    return x + 1 + cache.x + root.length;
  }
  root.inner = inner;
  root.inner = inner;
  root.inner = inner;
})(this);

const x = 1;
if (x) {
  console.log("a");
}
export default {
  a: 1,
  b: 2,
  c: { d: 1,
   e: 2 },
};
module.exports = {
  a: 1,
  b: 2,
  c: { d: 1,
   e: 2 },
};
describe("x", () => {
  it("a", () => {
    function helper() { return 1 + 1 + 1 + 1 + 1 + 1; }
    expect(helper()).toBe(1);
    expect(helper()).toBe(1);
    expect(helper()).toBe(1);
  });
});
