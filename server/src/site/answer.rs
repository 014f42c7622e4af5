//! One answer: the file a browser asks for, in the form it takes, or the word that it has it already.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::coding::Coding;
use super::{Asset, Site, headers};

/// A year: the name of such a file changes with its content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, and asked about each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

impl Site {
    /// The answer to whatever no other part of the relay answers.
    pub(crate) fn answer(&self, request: &Request) -> Response {
        let method = request.method();
        let mut response = if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response =
                sentence(StatusCode::METHOD_NOT_ALLOWED, "This is only for reading.\n");
            set(&mut response, header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        } else if let Some(asset) = self.find(request.uri().path()) {
            asset.answer(request.headers())
        } else {
            sentence(StatusCode::NOT_FOUND, "There is nothing here.\n")
        };
        for (name, value) in headers::all() {
            set(&mut response, name, value);
        }
        if method == Method::HEAD {
            // The length of the body there would be stays.
            *response.body_mut() = Body::empty();
        }
        response
    }
}

impl Asset {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let coding = Coding::best(asked, |coding| self.coded(coding).is_some());
        let body = self.coded(coding).unwrap_or(&self.plain);
        let tag = match coding {
            Coding::Identity => format!("\"{}\"", self.digest),
            other => format!("\"{}-{}\"", self.digest, other.name()),
        };
        let known = has(asked, &tag);
        let mut response = if known {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            with_length(body.clone())
        };
        if !known {
            set(&mut response, header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if coding != Coding::Identity {
                let name = HeaderValue::from_static(coding.name());
                set(&mut response, header::CONTENT_ENCODING, name);
            }
        }
        if let Ok(tag) = HeaderValue::try_from(tag) {
            set(&mut response, header::ETAG, tag);
        }
        set(&mut response, header::CACHE_CONTROL, if self.hashed { FOR_EVER } else { ASK_AGAIN });
        if self.brotli.is_some() || self.gzip.is_some() {
            set(&mut response, header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }
}

/// Whether the browser says that it has this one. The comparison is the weak one: proxies may have weakened our tags.
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn sentence(status: StatusCode, text: &'static str) -> Response {
    let mut response = with_length(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    set(&mut response, header::CONTENT_TYPE, plain);
    set(&mut response, header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn with_length(body: Bytes) -> Response {
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(Body::from(body));
    set(&mut response, header::CONTENT_LENGTH, length);
    response
}

fn set(response: &mut Response, name: HeaderName, value: HeaderValue) {
    response.headers_mut().insert(name, value);
}
