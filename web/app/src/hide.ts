// Out of sight at once: the page is emptied first, then a neutral one takes its place. Not full safety: a browser's history and other
// windows may show more, and the app says so.

export function hideNow(): void {
  document.documentElement.hidden = true;
  document.body.replaceChildren();
  document.title = " ";
  location.replace("about:blank");
}
