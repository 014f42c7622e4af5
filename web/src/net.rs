//! WebSockets and requests: what the core asks for, what the browser reports.

use std::collections::BTreeMap;

use accord_client_core::client::io::{Input, Link};
use futures_channel::mpsc::UnboundedSender;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    BinaryType, DedicatedWorkerGlobalScope, Headers, MessageEvent, Request, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect, Response, WebSocket,
};

use crate::driver::Asked;

/// Longest body taken from a relay.
const MAX_BODY_BYTES: u32 = 8 * 1024 * 1024;
/// Longest message taken from a relay: the largest data frame and room for its frame.
const MAX_MESSAGE_BYTES: u32 = 512 * 1024;

/// One WebSocket and what it calls back; dropping it closes the socket.
struct Socket {
    socket: WebSocket,
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut()>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        drop(self.socket.close());
    }
}

/// The open sockets.
#[derive(Default)]
pub(crate) struct Sockets(BTreeMap<Link, Socket>);

impl Sockets {
    /// Opens a socket; what becomes of it arrives in the here.
    pub(crate) fn dial(&mut self, link: Link, url: &str, here: &UnboundedSender<Asked>) {
        let Ok(socket) = WebSocket::new(url) else {
            tell(here, Input::Closed { link });
            return;
        };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let to = here.clone();
        let open = Closure::new(move || tell(&to, Input::Connected { link }));
        let to = here.clone();
        let message = Closure::new(move |event: MessageEvent| {
            let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else {
                tell(&to, Input::Closed { link });
                return;
            };
            if buffer.byte_length() > MAX_MESSAGE_BYTES {
                tell(&to, Input::Closed { link });
                return;
            }
            tell(&to, Input::Received { link, bytes: Uint8Array::new(&buffer).to_vec() });
        });
        let to = here.clone();
        let closed = Closure::new(move || tell(&to, Input::Closed { link }));
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        self.0.insert(link, Socket { socket, _open: open, _message: message, _closed: closed });
    }

    /// A socket that cannot send any more says so by closing; what was not sent is sent again from the outbox.
    pub(crate) fn send(&self, link: Link, bytes: &[u8]) {
        if let Some(socket) = self.0.get(&link) {
            drop(socket.socket.send_with_u8_array(bytes));
        }
    }

    pub(crate) fn close(&mut self, link: Link) {
        self.0.remove(&link);
    }
}

/// The driver that is told may be gone: then nobody is left to be told.
fn tell(here: &UnboundedSender<Asked>, input: Input) {
    drop(here.unbounded_send(Asked::Input(input)));
}

/// One request, without cookies, caches or redirects.
pub(crate) async fn http(url: &str, body: Option<&[u8]>) -> Option<(u16, Vec<u8>)> {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(&Uint8Array::from(body));
        let headers = Headers::new().ok()?;
        headers.set("content-type", "application/cbor").ok()?;
        init.set_headers(&headers);
    }
    let request = Request::new_with_str_and_init(url, &init).ok()?;
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into().ok()?;
    let answer = JsFuture::from(scope.fetch_with_request(&request)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let buffer = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    let buffer: ArrayBuffer = buffer.dyn_into().ok()?;
    if buffer.byte_length() > MAX_BODY_BYTES {
        return None;
    }
    Some((answer.status(), Uint8Array::new(&buffer).to_vec()))
}
