import { l10n, type Memento } from "vscode";
import type { TrackStore } from "../../context";
import { type Standstill, standstillIn } from "./standstill";

/** When a track came to the standstill that it is in. */
interface Arrival {
  /** Tells one standstill of the track from another; undefined while it is in none. */
  readonly key: string | undefined;
  /** Counts up; 0 of what was there when the track was first seen. */
  readonly order: number;
}

const storageKey = "conductor.leftOffers";

/**
 * The standstills of all tracks, one each: the latest is shown first, and the others can be gone through. What keeps nothing from going
 * on comes last, and can be left: it is not shown again in this workspace until it stands at something else.
 */
export class Standstills {
  readonly #arrivals = new Map<string, Arrival>();
  #latest = 0;
  /** Whose standstill the person has gone to, until another one comes. */
  #chosen: string | undefined;

  constructor(
    private readonly store: Pick<TrackStore, "tracks" | "snapshot">,
    private readonly memory: Pick<Memento, "get" | "update">,
  ) {}

  /** The one to show, with a way to the others where there are any. */
  get current(): Standstill | undefined {
    const all = this.#all();
    const place = this.#placeIn(all);
    const found = all[place]?.standstill;
    return found === undefined || all.length === 1
      ? found
      : {
          ...found,
          view: {
            ...found.view,
            ways: [
              ...found.view.ways,
              { help: "next", label: l10n.t("Show Next ({0} of {1})", place + 1, all.length) },
            ],
          },
        };
  }

  /** Goes to the next one, around the end. */
  next(): void {
    const all = this.#all();
    this.#chosen = all[(this.#placeIn(all) + 1) % all.length]?.trackId;
  }

  /** Lets the one on show rest, where that can be left. */
  leave(): void {
    const all = this.#all();
    const { trackId, standstill } = all[this.#placeIn(all)] ?? {};
    if (trackId !== undefined && standstill?.tip !== undefined) {
      void this.memory.update(storageKey, { ...this.#left, [trackId]: standstill.tip });
    }
  }

  /** What was left, by track. */
  get #left(): Readonly<Record<string, unknown>> {
    return this.memory.get<Record<string, unknown>>(storageKey, {});
  }

  #placeIn(all: readonly { readonly trackId: string }[]): number {
    return Math.max(
      0,
      all.findIndex(({ trackId }) => trackId === this.#chosen),
    );
  }

  #all(): readonly { readonly trackId: string; readonly standstill: Standstill }[] {
    const left = this.#left;
    return this.store.tracks
      .flatMap(({ trackId }) => {
        const snapshot = trackId === undefined ? undefined : this.store.snapshot(trackId);
        if (!snapshot) {
          return [];
        }
        const found = standstillIn(snapshot);
        const isLeft = found?.tip !== undefined && left[snapshot.trackId] === found.tip;
        const standstill = isLeft ? undefined : found;
        const order = this.#arrivalOf(snapshot.trackId, standstill);
        return standstill ? [{ trackId: snapshot.trackId, standstill, order }] : [];
      })
      .sort((one, other) => rankOf(one.standstill) - rankOf(other.standstill) || other.order - one.order);
  }

  #arrivalOf(trackId: string, standstill: Standstill | undefined): number {
    const key = standstill?.view.title;
    const before = this.#arrivals.get(trackId);
    if (before && before.key === key) {
      return before.order;
    }
    const isNews = before !== undefined && key !== undefined;
    const order = isNews ? ++this.#latest : 0;
    this.#chosen = isNews && standstill?.tip === undefined ? undefined : this.#chosen;
    this.#arrivals.set(trackId, { key, order });
    return order;
  }
}

/** Offers come last. */
function rankOf({ tip }: Standstill): number {
  return tip === undefined ? 0 : 1;
}
