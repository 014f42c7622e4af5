//! The network between homes and relays: streams that keep their order, delays, cuts, silence, and a middle that meddles.

use std::cmp::Reverse;
use std::net::{IpAddr, Ipv4Addr};

use accord_client_core::client::io::{Input, Link};
use accord_protocol::frame::ServerFrame;
use accord_server::relay::{ConnId, Endpoint, Event, RequestId};

use crate::rng::fill;
use crate::tap::Brief;
use crate::world::{HomeId, World};

pub(crate) struct Conn {
    pub(crate) home: HomeId,
    pub(crate) link: Link,
    pub(crate) relay: usize,
    /// Nothing arrives any more, and nobody is told.
    pub(crate) deaf: bool,
    /// It broke: nothing more arrives at either end but the word that it did.
    pub(crate) broken: bool,
}

/// What is on its way.
pub(crate) enum Parcel {
    Open {
        conn: ConnId,
        relay: usize,
    },
    ToRelay {
        conn: ConnId,
        relay: usize,
        bytes: Vec<u8>,
    },
    RelayHearsClose {
        conn: ConnId,
        relay: usize,
    },
    Connected {
        conn: ConnId,
    },
    ToHome {
        conn: ConnId,
        bytes: Vec<u8>,
    },
    HomeHearsClose {
        conn: ConnId,
    },
    Ask(Ask),
    Answer {
        home: HomeId,
        generation: u64,
        request: u64,
        answer: Option<(u16, Vec<u8>)>,
    },
    /// A slow disk says what became of a batch.
    Disk {
        home: HomeId,
        generation: u64,
        input: Box<Input>,
    },
}

/// A request on its way to a relay.
pub(crate) struct Ask {
    pub(crate) home: HomeId,
    pub(crate) generation: u64,
    pub(crate) request: u64,
    pub(crate) relay: usize,
    pub(crate) endpoint: Endpoint,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Due {
    pub(crate) at_ms: u64,
    pub(crate) order: u64,
    pub(crate) parcel: Parcel,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        (self.at_ms, self.order) == (other.at_ms, other.order)
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at_ms, self.order).cmp(&(other.at_ms, other.order))
    }
}

/// How the network behaves. Chances are "one in so many parcels", 0 for never.
#[derive(Debug, Clone, Copy)]
pub struct Net {
    /// Milliseconds every parcel takes.
    pub delay_ms: u64,
    /// Up to so many more, by chance.
    pub jitter_ms: u64,
    /// Milliseconds more that a request takes on its way, and its answer on the way back.
    pub ask_ms: u64,
    /// A parcel breaks its connection, or a request or its answer is lost.
    pub cut_one_in: u64,
    /// A connection goes silent for good and nobody is told.
    pub deaf_one_in: u64,
    /// A frame is damaged, cut short or followed by noise.
    pub garble_one_in: u64,
}

impl Default for Net {
    fn default() -> Self {
        Self {
            delay_ms: 5,
            jitter_ms: 0,
            ask_ms: 0,
            cut_one_in: 0,
            deaf_one_in: 0,
            garble_one_in: 0,
        }
    }
}

impl World {
    /// Puts a parcel on a connection's stream, where nothing overtakes.
    pub(crate) fn post(&mut self, conn: ConnId, to_relay: bool, parcel: Parcel) {
        let jitter = if self.net.jitter_ms > 0 { self.rng.below(self.net.jitter_ms) } else { 0 };
        let at = self.now_ms + self.net.delay_ms + jitter;
        let clear = self.clear.entry((conn, to_relay)).or_insert(0);
        let at_ms = at.max(*clear);
        *clear = at_ms;
        self.queue_at(at_ms, parcel);
    }

    /// Puts a parcel on its way by itself.
    pub(crate) fn post_free(&mut self, delay_ms: u64, parcel: Parcel) {
        self.queue_at(self.now_ms + delay_ms, parcel);
    }

    fn queue_at(&mut self, at_ms: u64, parcel: Parcel) {
        self.order += 1;
        self.queue.push(Reverse(Due { at_ms, order: self.order, parcel }));
    }

    /// A device ends a connection: the relay hears of it later, unless the line is dead.
    pub(crate) fn hang_up(&mut self, conn: ConnId) {
        if let Some(Conn { relay, deaf, .. }) = self.conns.remove(&conn)
            && !deaf
        {
            self.post(conn, true, Parcel::RelayHearsClose { conn, relay });
        }
    }

    /// A connection breaks in the middle: both sides hear of it.
    pub fn cut(&mut self, conn: ConnId) {
        let Some(found) = self.conns.get_mut(&conn) else { return };
        let relay = found.relay;
        found.broken = true;
        self.post(conn, false, Parcel::HomeHearsClose { conn });
        self.post(conn, true, Parcel::RelayHearsClose { conn, relay });
    }

    /// The radio of a device goes off or on. Off, its lines break: noticed, or not before a ping is missed.
    pub fn set_online(&mut self, id: HomeId, online: bool, noticed: bool) {
        self.homes[id.0].online = online;
        if online {
            return;
        }
        let own: Vec<ConnId> =
            self.conns.iter().filter(|(_, c)| c.home == id).map(|(conn, _)| *conn).collect();
        for conn in own {
            if noticed {
                self.cut(conn);
            } else if let Some(conn) = self.conns.get_mut(&conn) {
                conn.deaf = true;
            }
        }
    }

    fn is_deaf(&self, conn: ConnId) -> bool {
        self.conns.get(&conn).is_some_and(|c| c.deaf)
    }

    /// What chance does to a parcel; `None` if it is gone.
    fn suffer(&mut self, parcel: Parcel) -> Option<Parcel> {
        let net = self.net;
        let (Parcel::ToRelay { conn, .. } | Parcel::ToHome { conn, .. }) = parcel else {
            return Some(parcel);
        };
        match self.conns.get(&conn) {
            Some(found) if found.deaf || found.broken => return None,
            // The device has ended it: what it said before arrives, all of it and in order.
            None => return Some(parcel),
            Some(_) => {}
        }
        if net.cut_one_in > 0 && self.rng.one_in(net.cut_one_in) {
            self.cut(conn);
            return None;
        }
        if net.deaf_one_in > 0 && self.rng.one_in(net.deaf_one_in) {
            if let Some(conn) = self.conns.get_mut(&conn) {
                conn.deaf = true;
            }
            return None;
        }
        if net.garble_one_in > 0 && self.rng.one_in(net.garble_one_in) {
            return Some(match parcel {
                Parcel::ToRelay { conn, relay, bytes } => {
                    Parcel::ToRelay { conn, relay, bytes: self.garble(bytes) }
                }
                Parcel::ToHome { conn, bytes } => {
                    Parcel::ToHome { conn, bytes: self.garble(bytes) }
                }
                other => other,
            });
        }
        Some(parcel)
    }

    /// Long frames carry records and get a bit turned over; short ones are cut or replaced by noise, since a middle that could forge
    /// a relay's plain word is a relay that lies, which is another story.
    fn garble(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let len = bytes.len().max(1) as u64;
        let at = usize::try_from(self.rng.below(len)).unwrap_or(0);
        if bytes.len() > 300 && !self.rng.one_in(3) {
            let bit = u32::try_from(self.rng.below(8)).unwrap_or(0);
            bytes[at.max(16)] ^= 1_u8 << bit;
        } else if self.rng.one_in(2) {
            bytes.truncate(at);
        } else {
            rand_core::Rng::fill_bytes(&mut self.rng, &mut bytes);
        }
        bytes
    }

    pub(crate) fn deliver(&mut self, parcel: Parcel) {
        let Some(parcel) = self.suffer(parcel) else { return };
        match parcel {
            Parcel::Open { conn, relay } => {
                let there = self.relay_is_up(relay)
                    && self.conns.get(&conn).is_some_and(|c| self.homes[c.home.0].online);
                if there {
                    let challenge = fill(&mut self.rng);
                    self.post(conn, false, Parcel::Connected { conn });
                    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
                    self.relay_takes(relay, Event::Opened { conn, ip, challenge });
                } else {
                    self.post(conn, false, Parcel::HomeHearsClose { conn });
                }
            }
            Parcel::ToRelay { conn, relay, bytes } => {
                self.note(2, &bytes);
                if self.relays[relay].lies {
                    let noise = self.garble(bytes);
                    self.post(conn, false, Parcel::ToHome { conn, bytes: noise });
                } else if let Some(refusal) = self.refusal(relay, &bytes) {
                    self.post(conn, false, Parcel::ToHome { conn, bytes: refusal });
                } else {
                    for _ in 0..self.taken(conn, &bytes) {
                        self.relay_takes(relay, Event::Frame { conn, bytes: bytes.clone() });
                    }
                }
            }
            Parcel::RelayHearsClose { conn, relay } => {
                self.relay_takes(relay, Event::Closed { conn });
            }
            Parcel::Connected { conn } => {
                if let Some((home, link)) = self.ends_at(conn) {
                    self.feed(home, Input::Connected { link });
                }
            }
            Parcel::ToHome { conn, bytes } => {
                for (conn, bytes) in self.told(conn, bytes) {
                    self.note(3, &bytes);
                    if let Some((home, link)) = self.ends_at(conn) {
                        self.tap.heard(conn, &bytes);
                        let frame = ServerFrame::decode(&bytes).map(Brief::server);
                        self.say_trace(&format!("{home:?} {link:?} <- {frame:?}"));
                        self.feed(home, Input::Received { link, bytes });
                    }
                }
            }
            Parcel::HomeHearsClose { conn } => {
                if self.is_deaf(conn) {
                    return;
                }
                if let Some(Conn { home, link, .. }) = self.conns.remove(&conn) {
                    self.homes[home.0].links.remove(&link);
                    self.feed(home, Input::Closed { link });
                }
            }
            Parcel::Ask(ask) => self.ask(ask),
            Parcel::Answer { home, generation, request, answer } => {
                self.note(4, answer.as_ref().map_or(&[], |(_, body)| body));
                if self.homes[home.0].generation == generation {
                    let answer = self.answered(answer);
                    self.feed(home, Input::Http { request, answer });
                }
            }
            Parcel::Disk { home, generation, input } => {
                if self.homes[home.0].generation == generation {
                    self.feed(home, *input);
                }
            }
        }
    }

    fn ends_at(&self, conn: ConnId) -> Option<(HomeId, Link)> {
        self.conns.get(&conn).filter(|c| !c.deaf).map(|c| (c.home, c.link))
    }

    fn ask(&mut self, ask: Ask) {
        let Ask { home, generation, request, relay, endpoint, body } = ask;
        self.note(5, &body);
        let lost = self.net.cut_one_in > 0 && self.rng.one_in(self.net.cut_one_in);
        let before = lost && self.rng.one_in(2);
        let delay = self.net.delay_ms + self.net.ask_ms;
        if self.relays[relay].lies {
            let body = self.garble(body);
            let answer = Some((200, body));
            return self.post_free(delay, Parcel::Answer { home, generation, request, answer });
        }
        if before || !self.relay_is_up(relay) {
            return self
                .post_free(delay, Parcel::Answer { home, generation, request, answer: None });
        }
        let id = RequestId(self.next_request);
        self.next_request += 1;
        let asked = Asked { home, generation, request, answer_lost: lost };
        self.relays[relay].requests.insert(id, asked);
        let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        self.relay_takes(relay, Event::Request { request: id, ip, endpoint, body });
    }
}

/// Who waits for the answer to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) home: HomeId,
    pub(crate) generation: u64,
    pub(crate) request: u64,
    pub(crate) answer_lost: bool,
}
