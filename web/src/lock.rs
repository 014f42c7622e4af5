//! One tab holds a home at a time: a Web Lock, given back when it is dropped and by the browser when the tab or worker ends.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::rc::Rc;

use accord_client_core::store::StoreFault;
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A lock that is held.
#[derive(Debug)]
pub(crate) struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.release.call0(&JsValue::NULL));
    }
}

impl Lock {
    /// Takes the lock, waiting for whoever holds it: so long, or for as long as it takes. `None` where it is still held then.
    pub(crate) async fn take(name: &str, wait_ms: Option<u32>) -> Result<Option<Self>, StoreFault> {
        let failed = |_| StoreFault::Io(ErrorKind::Unsupported);
        let options = Object::new();
        if let Some(wait_ms) = wait_ms {
            Reflect::set(&options, &"signal".into(), &timeout(wait_ms)).map_err(failed)?;
        }
        // The lock is held until the promise that the callback returns is settled.
        let release = Rc::new(RefCell::new(None));
        let held = Promise::new(&mut |resolve, _| {
            release.replace(Some(resolve));
        });
        let (tell, told) = oneshot::channel();
        let granted = Closure::once_into_js(move |_: JsValue| -> JsValue {
            // Nobody waits any more: the lock is given back at once.
            if tell.send(()).is_ok() { held.into() } else { JsValue::UNDEFINED }
        });
        let asked = lock_request(name, &options, granted.unchecked_ref()).map_err(failed)?;
        // Settled before it is granted only where it is refused: the time is up.
        let refused = JsFuture::from(asked);
        let got = matches!(select(told, refused).await, Either::Left((Ok(()), _)));
        let release = release.borrow_mut().take();
        Ok(release.filter(|_| got).map(|release| Self { release }))
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn lock_request(name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = AbortSignal)]
    fn timeout(ms: u32) -> JsValue;
}
