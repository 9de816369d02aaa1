import { EventEmitter } from "node:events";
import type { Order } from "./order";

/** The most orders that one person may have open. More than that is a mistake. */
export const mostOrders = 12;

const table = {
  open: 1,
  closed: 2,
  lost: 3,
};

/**
 * What an order is worth.
 *
 * @param order the order
 */
export function worth(order: Order, discount = 0): number {
  const sum = order.lines.reduce((total, line) => total + line.price, 0);
  return sum - discount;
}

export const isOpen = (order: Order): boolean => order.state === "open";

export const close = async (order: Order): Promise<void> => {
  await order.save();
  order.state = "closed";
};

export interface Shop {
  readonly name: string;
  find(id: string): Order | undefined;
}

export enum State {
  Open = "open",
  Closed = "closed",
}

export type Listener = (order: Order) => void;

@sealed
export abstract class Store extends EventEmitter implements Shop {
  readonly name = "Größe 😀"; private static count = 0;
  #orders = new Map<string, Order>();

  constructor(private readonly path: string, private readonly log: (text: string) => void) {
    super();
    Store.count += 1;
  }

  // [HOT] asked for at every key press
  find(id: string): Order | undefined {
    const found = this.#orders.get(id);
    return found ?? this.load(id);
  }

  @memoize()
  get size(): number {
    return this.#orders.size + Store.count;
  }

  protected abstract load(id: string): Order | undefined;

  readonly notify = (order: Order): void => {
    this.log(`order ${order.id}`);
    this.emit("order", order);
  };
}

export function pick(id: string): Order;
export function pick(id: number): Order;
export function pick(id: string | number): Order {
  const key = String(id);
  return store.find(key)!;
}

namespace Tools {
  export function trim(text: string): string {
    // nothing but blanks
    return text.trim();
  }
}

declare module "shop" {
  export function open(name: string): Shop;
}

process.on("exit", () => {
  console.log("bye");
});
for (const item of [1, 2]) {
  console.log(item);
}

export default class {
  run(): void { console.log("run from the default class"); }
}
