// Where a file says that a body matters: [HOT] or @core_logic in a comment, or a decorator or attribute named so.

const mark = /\[HOT\]|@core_logic\b|\bCoreLogic\b|\bcore_logic\b/g;
const inComment = /comment/;
const inAttribute = /decorator|annotation|attribute/;

function counts(node, word) {
  for (let at = node; at !== null; at = at.parent) {
    if (inComment.test(at.type)) {
      return word === "[HOT]" || word === "@core_logic";
    }
    if (inAttribute.test(at.type)) {
      return word !== "[HOT]";
    }
  }
  return false;
}

/** @returns {{ isBetween: (start: number, end: number) => boolean }} */
export function hotMarksOf(text, root) {
  const positions = [];
  for (const { 0: word, index } of text.matchAll(mark)) {
    if (counts(root.descendantForIndex(index, index + word.length), word)) {
      positions.push(index);
    }
  }
  return { isBetween: (start, end) => positions.some((position) => position >= start && position < end) };
}
