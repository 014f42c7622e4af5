// An invitation on its way to the relay, for as long as the app is open: what was wished for it, and what came of it.

import { home } from "../../core/home.svelte";
import { Refused } from "../../core/link";
import type { Refusal } from "../../core/protocol";
import type { InviteView } from "../../core/types";

class Inviting {
  made = $state.raw<InviteView>();
  refusal = $state.raw<Refusal>();
  /** The relay lets nobody new in without a token. */
  wantsToken = $derived(this.refusal?.code === "closed" && this.refusal.class === "refused");
  #spoken = false;
  #along: string[] = [];

  /** Makes it, or shows the one that stands: asked again, the core gives the same. */
  async make(own: boolean, wish?: { spoken: boolean; along: string[] }): Promise<void> {
    if (wish) {
      this.#spoken = wish.spoken;
      this.#along = wish.along;
    }
    this.made = undefined;
    this.refusal = undefined;
    try {
      const command = own ? { do: "device_add" as const, spoken: this.#spoken } : { do: "invite" as const, spoken: this.#spoken, with: this.#along };
      this.made = await home.run(command);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refusal = error.refusal;
    } finally {
      await home.look();
    }
  }

  forget(): void {
    this.made = undefined;
    this.refusal = undefined;
    this.#spoken = false;
    this.#along = [];
  }
}

export const inviting = new Inviting();
