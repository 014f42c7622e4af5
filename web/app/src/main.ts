import "./look/tokens.css";
import "./look/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { home } from "./core/home.svelte";
import { takeInvitation } from "./invitation.svelte";
import { nav } from "./nav.svelte";
import { takePreferences } from "./preferences.svelte";
import { words } from "./words/words.svelte";

// First of all, so that it does not stay in the address.
takeInvitation();
takePreferences();
home.begin();
nav.begin();
await words.begin();
mount(App, { target: document.getElementById("app")! });
if ("serviceWorker" in navigator && import.meta.env.PROD) void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
