// A link that was opened: what stands behind `#` never leaves this device, and goes from the address at once.

class Opened {
  /** The whole link, until it is answered or put away. */
  link = $state<string>();
}

export const opened = new Opened();

export function takeInvitation(): void {
  const { pathname, hash, href, origin } = location;
  if (pathname !== "/j") return;
  if (hash.length > 1) opened.link = href;
  history.replaceState(null, "", `${origin}/`);
}
