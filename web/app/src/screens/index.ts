// Every screen by its name. Each is loaded when it is first shown; the service worker has them all.

import type { Component } from "svelte";

/** It is given the route it is shown for, and takes of it what it needs. */
type Screen = () => Promise<{ default: Component<any> }>;

export const screens: Record<string, Screen> = {
  today: () => import("./today/Today.svelte"),
  us: () => import("./us/Us.svelte"),
  mine: () => import("./mine/Mine.svelte"),
  write: () => import("./write/Write.svelte"),
  more: () => import("./more/More.svelte"),

  checkin: () => import("./checkin/Checkin.svelte"),
  "checkin-write": () => import("./checkin/Write.svelte"),
  rituals: () => import("./rituals/Rituals.svelte"),
  ritual: () => import("./rituals/Ritual.svelte"),
  "ritual-write": () => import("./rituals/Write.svelte"),
  repairs: () => import("./repairs/Repairs.svelte"),
  repair: () => import("./repairs/Repair.svelte"),
  talks: () => import("./talks/Talks.svelte"),
  openness: () => import("./openness/Openness.svelte"),
  joint: () => import("./joint/Joint.svelte"),
  "joint-thing": () => import("./joint/Thing.svelte"),
  thanks: () => import("./thanks/Thanks.svelte"),
  notes: () => import("./mine/Notes.svelte"),
  selfcheck: () => import("./mine/Selfcheck.svelte"),

  help: () => import("./more/Help.svelte"),
  standing: () => import("./more/Standing.svelte"),
  me: () => import("./more/Me.svelte"),
  devices: () => import("./more/Devices.svelte"),
  recovery: () => import("./more/Recovery.svelte"),
  look: () => import("./more/Look.svelte"),
  export: () => import("./more/Export.svelte"),
  leave: () => import("./more/Leave.svelte"),
  past: () => import("./past/Copies.svelte"),
  "past-copy": () => import("./past/Copy.svelte"),
  anew: () => import("./past/Anew.svelte"),
  unsent: () => import("./more/Unsent.svelte"),
  "not-right": () => import("./more/NotRight.svelte"),
  about: () => import("./more/About.svelte"),
  invite: () => import("./start/Invite.svelte"),
  "device-add": () => import("./start/Invite.svelte"),
  "start-recover": () => import("./start/Recover.svelte"),
  join: () => import("./start/Join.svelte"),

  agreements: () => import("./agreements/Agreements.svelte"),
  agreement: () => import("./agreements/Agreement.svelte"),
  "agreement-write": () => import("./agreements/Write.svelte"),

  limits: () => import("./limits/Limits.svelte"),
  limit: () => import("./limits/Limit.svelte"),
  "limit-write": () => import("./limits/Write.svelte"),

  promises: () => import("./promises/Promises.svelte"),
  promise: () => import("./promises/Promise.svelte"),
  "promise-write": () => import("./promises/Write.svelte"),

  whatsnew: () => import("./whatsnew/Whatsnew.svelte"),
  templates: () => import("./templates/Templates.svelte"),
  template: () => import("./templates/Template.svelte"),
};
