export function whole(order: Order): number {
  const sum = order.lines.length;
  return sum;
}

export function broken(order: Order): number {
  if (order.isOpen {
    return order.lines.length;
  }
  return 0;
}

export function after(order: Order): string {
  const name = order.name;
  return name;
}
