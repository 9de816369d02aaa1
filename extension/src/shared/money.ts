/** US dollars, written alike in every language: $12.30, $0.0123. What is not nothing is never written as nothing. */
export function money(amount: number): string {
  if (amount === 0) {
    return "$0.00";
  }
  if (amount < 0.0001) {
    return "<$0.0001";
  }
  if (amount < 1) {
    return `$${amount.toFixed(4).replace(/0{1,2}$/, "")}`;
  }
  const [whole = "0", cents = "00"] = amount.toFixed(2).split(".");
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}
