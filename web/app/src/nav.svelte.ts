// Where in the app one is. Nothing of it goes into the address, so that nothing of it stays in a browser's history but how many steps
// there were: the way back works, and says nothing.

export type Place = "today" | "us" | "mine" | "write" | "more";

/** One screen: its name, and the record it is about. */
export interface Route {
  screen: string;
  id?: string;
  /** What else it needs, such as a kind to begin with. */
  with?: string;
}

const ROOTS: Record<Place, Route> = {
  today: { screen: "today" },
  us: { screen: "us" },
  mine: { screen: "mine" },
  write: { screen: "write" },
  more: { screen: "more" },
};

class Nav {
  place = $state<Place>("today");
  route = $state.raw<Route>(ROOTS.today);

  begin(): void {
    history.replaceState({ place: this.place, route: this.route }, "");
    addEventListener("popstate", ({ state }: PopStateEvent) => {
      if (state === null || state.route === undefined) return;
      this.place = state.place;
      this.route = state.route;
      this.#arrive();
    });
  }

  /** One of the five places. */
  to(place: Place): void {
    this.place = place;
    this.go(ROOTS[place]);
  }

  go(route: Route): void {
    this.route = route;
    history.pushState({ place: this.place, route }, "");
    this.#arrive();
  }

  /** In the stead of this screen, which one does not come back to: a form that was sent. */
  replace(route: Route): void {
    this.route = route;
    history.replaceState({ place: this.place, route }, "");
    this.#arrive();
  }

  back(): void {
    history.back();
  }

  #arrive(): void {
    scrollTo(0, 0);
    // Whoever reads by ear hears where they are.
    requestAnimationFrame(() => document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true }));
  }
}

export const nav = new Nav();
